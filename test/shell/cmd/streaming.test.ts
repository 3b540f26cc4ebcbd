// Programs that never end by themselves: the other end of a pipe and Ctrl-C are heard, and what was read so far is shown.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLab } from '../../../src/lab/lab.ts';
import type { Topology } from '../../../src/lab/topology/topology.ts';

const NAT = JSON.parse(readFileSync('lessons/+labs/nat.json', 'utf8')) as Topology;

class Typist {
  readonly #lab = createLab({ topology: NAT, seed: 1, log: [] }, { editing: false });

  /** Types, lets `seconds` pass, and answers what the terminal showed since. */
  type(text: string, seconds = 1): string {
    const before = this.#lab.terminal('client').outputLength;
    this.#lab.type('client', text);
    this.#lab.advance(this.#lab.nowUs + seconds * 1e6);
    return this.#lab.terminal('client').outputSince(before).replaceAll('\r', '');
  }

  get atPrompt(): boolean {
    return this.#lab.terminal('client').atPrompt;
  }
}

test('yes ends when head has had enough', () => {
  expect(new Typist().type('yes | head -2\n')).toBe('y\ny\n');
});

test('seq to infinity ends when head has had enough', () => {
  expect(new Typist().type('seq inf | head -1\n')).toBe('1\n');
});

test('grep shows a line as soon as it has come', () => {
  const typist = new Typist();
  expect(typist.type('(echo one; sleep 5; echo two) | grep o\n')).toBe('one\n');
});

test.each(['cat /dev/zero > /dev/null', 'yes > /dev/null', 'sleep 1000', 'tail -f /etc/passwd > /dev/null'])(
  'Ctrl-C ends %s',
  (line) => {
    const typist = new Typist();
    typist.type(`${line}\n`, 0.001);
    expect(typist.atPrompt).toBe(false);
    typist.type('\x03', 0.001);
    expect(typist.atPrompt).toBe(true);
  },
);

test('Ctrl-C makes ping show its statistics', () => {
  const typist = new Typist();
  typist.type('ping 10.10.10.1\n', 2.5);
  expect(typist.type('\x03')).toMatch(
    /^\n--- 10\.10\.10\.1 ping statistics ---\n3 packets transmitted, 3 received, 0%/,
  );
  expect(typist.type('echo $?\n')).toBe('0\n');
});

test('tail -f shows what is appended', () => {
  const typist = new Typist();
  typist.type('echo one > log; tail -f log &\n');
  expect(typist.type('echo two >> log\n', 2)).toBe('two\n');
});

test('what real Linux has and this has not is refused by name', () => {
  const typist = new Typist();
  expect(typist.type('grep -P x /etc/passwd; echo $?\n')).toBe('grep: -P: not in this simulator\n2\n');
  expect(typist.type('ip tunnel; echo $?\n')).toBe('ip: tunnel: not in this simulator\n2\n');
  expect(typist.type('ifconfig eth0 -arp; echo $?\n')).toBe('ifconfig: -arp: not in this simulator\n2\n');
});
