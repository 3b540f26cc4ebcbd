// Bytes go through the library's text and come back.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/base/bytes.ts';
import { BYTES, UNICODE } from '../../../src/shell/just-bash/text.ts';

const bytes = fc
  .array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes));

describe('text for the library', () => {
  test.each([
    ['the C locale', BYTES],
    ['Unicode', UNICODE],
  ])('any bytes come back in %s', (_, coding) => {
    fc.assert(fc.property(bytes, (data) => coding.toBytes(coding.toText(data)) === data));
  });

  test('a byte is a character in the C locale', () => {
    expect(BYTES.toText(encodeUtf8('é中')).length).toBe(5);
  });

  test('UTF-8 is decoded in Unicode', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\uf780-\uf7ff]/.test(text));
        expect(UNICODE.toText(encodeUtf8(text))).toBe(text);
      }),
    );
  });

  test('no hidden byte is changed by folding case', () => {
    const text = BYTES.toText('\xe9\xff');
    expect(BYTES.toBytes(text.toUpperCase().toLowerCase())).toBe('\xe9\xff');
  });
});
