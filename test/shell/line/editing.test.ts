// Keys typed into GNU bash 5.2.15 with readline 8.2 (emacs mode) and what the screen held after them: ours must show the same.

import { readFileSync } from 'node:fs';
import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import type { Main } from '../../../src/host/sys.ts';
import { createBash } from '../../../src/shell/bash.ts';
import { COMMANDS } from '../../../src/shell/cmd/registry.ts';
import { tinyWorld } from '../../support/run-program.ts';

interface Recorded {
  readonly columns: number;
  readonly keys: readonly string[];
  readonly screen: readonly string[];
  readonly cursor: readonly [number, number];
}

const recorded = readFileSync(new URL('editing.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

const ROWS = 30;
const ENV = { HISTFILE: '', LC_ALL: 'C.UTF-8', PS1: '[root@svr1 ~]# ' };

async function screenAfter(keys: readonly string[], columns: number) {
  const bash = createBash();
  const shell: Main = function* (sys, argv) {
    for (const [name, value] of Object.entries(ENV)) sys.env.set(name, value);
    return yield* bash(sys, ['bash', '--norc', ...argv.slice(1)]);
  };
  const world = tinyWorld({ commands: COMMANDS, shell, spec: { role: 'client' } });
  world.machine.terminal.resize(columns, ROWS);
  world.sim.advance(world.sim.nowUs + 1000);
  for (const key of keys) {
    world.machine.terminal.input(Buffer.from(key).toString('latin1'));
    world.sim.advance(world.sim.nowUs + 100_000, 50_000);
  }
  const terminal = new Terminal({ cols: columns, rows: ROWS, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(Buffer.from(world.shown(), 'latin1'), resolve));
  const { active } = terminal.buffer;
  const screen = Array.from({ length: active.length }, (_, i) => active.getLine(i)!.translateToString(true).trimEnd());
  while (screen.at(-1) === '') screen.pop();
  return { screen, cursor: [active.cursorX, active.cursorY] };
}

test.each(recorded)('$keys', async ({ columns, keys, screen, cursor }) => {
  expect(await screenAfter(keys, columns)).toEqual({ screen, cursor });
});
