// Lines typed into GNU bash 5.2.15 at a terminal (--norc --noediting, no prompts, no echo) and what the terminal showed before the
// next was typed; process numbers are masked. Ours must show the same.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Main } from '../../../src/host/sys.ts';
import { createBash, type ShellState } from '../../../src/shell/bash.ts';
import { COMMANDS } from '../../../src/shell/cmd/registry.ts';
import { tinyWorld } from '../../support/run-program.ts';

const ENV = { NOEDITING: '1', PS1: '', PS2: '', LC_ALL: 'C', TERM: 'dumb', HISTFILE: '' };
/** Time between two lines, in small steps so that an endless loop is left after each. */
const STEPS = 20;
const STEP_US = 40_000;
const BUDGET = 500;

const KEYS: Readonly<Record<string, string>> = { '^C': '\x03', '^D': '\x04' };
const masked = (text: string) => text.replace(/\[(\d+)\] \d+/g, '[$1] PID').replaceAll('^C', '');

test.each(['jobs-and-errors', 'signals-and-lines', 'notices', 'error-words'])('%s', (name) => {
  const state: ShellState = { atPrompt: false, line: '', history: [] };
  const bash = createBash(state);
  const shell: Main = function* (sys, argv) {
    for (const [key, value] of Object.entries(ENV)) sys.env.set(key, value);
    return yield* bash(sys, ['bash', ...argv.slice(1)]);
  };
  const world = tinyWorld({ commands: COMMANDS, shell, spec: { role: 'client' } });
  world.machine.terminal.setMode('cooked-no-echo');
  const pass = (us: number) => {
    for (let i = 0; i < STEPS; i++) world.sim.advance(world.sim.nowUs + us / STEPS, BUDGET);
  };
  pass(STEPS * STEP_US);
  const steps = readFileSync(new URL(`typed-${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  let sent = world.shown().length;
  for (const step of steps) {
    const { typed, shown } = JSON.parse(step) as { typed: string; shown: string };
    if (typed.startsWith('wait:')) pass(Number(typed.slice(5)) * 1_000_000);
    else world.machine.terminal.input(KEYS[typed] ?? `${typed}\n`);
    pass(STEPS * STEP_US);
    const found = world.shown().slice(sent).replaceAll('\r\n', '\n');
    sent = world.shown().length;
    expect({ typed, shown: masked(found) }).toEqual({ typed, shown });
  }
});
