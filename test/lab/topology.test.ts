import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printProblem } from '../../src/lab/problem.ts';
import { parseTopology } from '../../src/lab/topology/parse.ts';

const read = (name: string) => JSON.parse(readFileSync(`lessons/+labs/${name}`, 'utf8'));
const nat = () => read('nat.json');

/** The problems of nat.json after `change`, as lines. */
function problems(change: (topology: ReturnType<typeof nat>) => void): string[] {
  const topology = nat();
  change(topology);
  const parsed = parseTopology(topology);
  return parsed.ok ? [] : parsed.problems.map((problem) => printProblem('nat.json', problem));
}

test.each(readdirSync('lessons/+labs'))('parseTopology takes %s', (file) => {
  expect(parseTopology(read(file))).toMatchObject({ ok: true });
});

test('parseTopology names the place of a missing key and of an unknown one', () => {
  expect(problems((t) => delete t.hosts[0].role)).toEqual([
    'nat.json: hosts[0].role: expected "role", found undefined',
  ]);
  expect(problems((t) => (t.hosts[1].gatway = '10.0.0.1'))).toEqual([
    'nat.json: hosts[1].gatway: expected no such key, found "gatway"',
  ]);
});

test('parseTopology says what an address should look like', () => {
  expect(problems((t) => (t.hosts[0].interfaces[0].addresses = ['10.10.10.300/24']))).toEqual([
    'nat.json: hosts[0].interfaces[0].addresses[0]: expected an IPv4 address with its prefix length, like 192.168.10.1/24, found "10.10.10.300/24"',
  ]);
});

test('parseTopology finds a segment that does not exist, a MAC and a name used twice', () => {
  expect(problems((t) => (t.hosts[2].interfaces[0].segment = 'inner'))).toEqual([
    'nat.json: hosts[2].interfaces[0].segment: expected one of outside, inside, found inner',
  ]);
  expect(problems((t) => (t.hosts[3].interfaces[0].mac = t.hosts[2].interfaces[0].mac))).toEqual([
    "nat.json: hosts[3].interfaces[0].mac: expected a MAC that nobody else has, found 52:54:00:a8:0a:0b, which is web1 eth0's",
  ]);
  expect(problems((t) => (t.hosts[3].name = 'web1'))).toEqual([
    'nat.json: hosts: expected every host with a name of its own, found web1 twice',
  ]);
});
