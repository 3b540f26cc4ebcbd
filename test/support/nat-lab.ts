// The course's NAT cluster as a lab, for tests: typed into like a person types, one line at a time.

import { readFileSync } from 'node:fs';
import type { Lab, WorldSpec } from '../../src/lab/contract.ts';
import { createLab } from '../../src/lab/lab.ts';
import { parseTopology } from '../../src/lab/topology/parse.ts';

export function natSpec(seed = 7): WorldSpec {
  const parsed = parseTopology(JSON.parse(readFileSync('lessons/+labs/nat.json', 'utf8')));
  if (!parsed.ok) throw new Error('nat.json is wrong');
  return { topology: parsed.topology, seed, log: [] };
}

/** Types a line and lets time pass, `budget` calls of the clock at a time, until the prompt is back. */
export function typeLine(lab: Lab, host: string, line: string, budget?: number): void {
  lab.type(host, `${line}\r`);
  let untilUs = lab.nowUs + 1;
  for (;;) {
    if (lab.advance(untilUs, budget) === 'reached' && lab.terminal(host).atPrompt) return;
    untilUs = Math.max(untilUs, lab.nextDueUs() ?? untilUs);
  }
}

/** Lines behind the host that they are typed on. */
export type Lines = readonly (readonly [host: string, line: string])[];

export const FORWARDING: Lines = [['svr1', 'sysctl -w net.ipv4.ip_forward=1']];
export const rules = (scheduler: string): Lines => [
  ['svr1', `ipvsadm -A -t 10.10.10.1:80 -s ${scheduler}`],
  ['svr1', 'for i in 1 2; do ipvsadm -a -t 10.10.10.1:80 -r 192.168.10.1$i -m -w $i; done'],
];

/** A lab on which these lines were typed. */
export function natLab(lines: Lines, { seed, budget }: { readonly seed?: number; readonly budget?: number } = {}): Lab {
  const lab = createLab(natSpec(seed));
  for (const [host, line] of lines) typeLine(lab, host, line, budget);
  return lab;
}
