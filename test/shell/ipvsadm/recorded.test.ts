// Every command line that was typed to the real ipvsadm 1.31 (one at a time, on the same three services) and what it answered.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HELP, VERSION } from '../../../src/shell/cmd/ipvsadm/help.ts';
import { OPTIONS } from '../../../src/shell/cmd/ipvsadm/options.ts';
import { Host } from './door.ts';

interface Recorded {
  readonly line: string;
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function read(name: string): Recorded[] {
  const blocks = readFileSync(new URL(`recorded-${name}.txt`, import.meta.url), 'utf8').split(/^(?=ipvsadm)/m);
  return blocks.flatMap((block) => {
    const [head, ...rest] = block.split('\n');
    const match = /^ipvsadm ?(.*) => rc=(\d+)$/.exec(head!);
    if (!match) return [];
    const of = (stream: string) =>
      rest.flatMap((line) => (line.startsWith(`  ${stream}|`) ? [`${line.slice(6)}\n`] : [])).join('');
    return [{ line: match[1]!, status: Number(match[2]), out: of('out'), err: of('err') }];
  });
}

/** What the kernel would take and is not here: IPv6, an engine, GUE, the daemons. */
const ABSENT =
  /^-A .*(\[.*\]:80|--pe sip)|2001:db8::1$|-f 3 -6|:80 -i$|gue --tun-port|start-daemon master( --mcast.*(eth9|5))?$/;

function setUp(): Host {
  const host = new Host();
  host.ipvsadm('-A -t 192.168.4.15:80 -s wrr');
  host.ipvsadm('-a -t 192.168.4.15:80 -r 192.168.4.100 -g');
  host.ipvsadm('-A -u 192.168.4.15:53 -s rr -o');
  host.ipvsadm('-A -f 5 -s rr');
  return host;
}

/** --nosort lists in the order of a hash that differs from boot to boot; a daemon cannot be there to be stopped. */
const recorded = ['services', 'servers']
  .flatMap(read)
  .filter(({ line }) => line !== '-L --nosort' && line !== '--stop-daemon master');

test.each(recorded)('ipvsadm $line', ({ line, status, out, err }) => {
  const words = line === '' ? [] : line.replace('-w  3', '-w \t3').split(' ');
  const ran = setUp().run(['ipvsadm', ...words]);
  if (ABSENT.test(line)) {
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.err).toMatch(/^ipvsadm: .*: not in this simulator\n$/);
  } else {
    const version = /^-(h|v|-help|-version)$/.test(line) ? { out: line.includes('h') ? HELP : VERSION } : {};
    expect(ran).toEqual({ status, out, err, ...version });
  }
});

test('the help is the recorded one under the course’s version line', () => {
  const help = recorded.find(({ line }) => line === '-h')!.out;
  expect(HELP.split('\n').slice(1)).toEqual(help.split('\n').slice(1));
});

test('the help and the option table know the same options', () => {
  const lines = HELP.slice(HELP.indexOf('Commands:')).split('\n');
  const told = new Set(lines.flatMap((line) => /^ {2}--([\w-]+)/.exec(line)?.[1] ?? []));
  const known = new Set(OPTIONS.map(({ long }) => long!));
  expect([...known].filter((name) => !told.has(name))).toEqual(['version']);
  expect([...told].filter((name) => !known.has(name))).toEqual([]);
});
