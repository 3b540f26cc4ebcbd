import { expect, test } from 'vitest';
import { classfulPrefix, inetAton, resolverWords } from '../../../src/shell/net/names.ts';

test.each([
  ['10.10.10.1', 0x0a0a0a01],
  ['1.2.3', 0x01020003],
  ['10.1', 0x0a000001],
  ['0x7f000001', 0x7f000001],
  ['256.1.1.1', undefined],
  ['10.10.10.300', undefined],
  ['web1', undefined],
])('inet_aton reads %s', (text, ip) => {
  expect(inetAton(text)).toBe(ip);
});

test('an address has the mask of its class', () => {
  expect([0x0a000001, 0xac100001, 0xc0a80001].map(classfulPrefix)).toEqual([8, 16, 24]);
});

test('digits that are no address are unknown; a name finds nobody to ask', () => {
  expect([resolverWords('10.10.10.300'), resolverWords('banana')]).toEqual([
    'Unknown host',
    'Host name lookup failure',
  ]);
});
