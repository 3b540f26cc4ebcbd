import { expect, test } from 'vitest';
import { createBash, type ShellState } from '../../../src/shell/bash.ts';
import { COMMANDS } from '../../../src/shell/cmd/registry.ts';
import { History } from '../../../src/shell/line/history.ts';
import { joinLines } from '../../../src/shell/line/join.ts';
import { tinyWorld } from '../../support/run-program.ts';

test('numbers stay when the oldest lines are forgotten', () => {
  const history = new History(2);
  for (const line of ['a', 'b', 'c']) history.add(line);
  expect(history.lines).toEqual(['b', 'c']);
  expect(history.firstNumber).toBe(2);
  expect(history.at(3)).toBe('c');
});

test.each([
  ['if true', 'then x', 'if true\n', 'if true; then x'],
  ['if true; then', '  x', 'if true; then\n', 'if true; then x'],
  ["echo 'a", "b'", "echo 'a\n", "echo 'a\nb'"],
  ['echo a \\', 'b', 'echo a \\\n', 'echo a b'],
  ['a |', 'b', 'a |\n', 'a | b'],
  ['cat <<E', 'x', 'cat <<E\n', 'cat <<E\nx'],
])('%s + %s is remembered as one line', (before, line, raw, joined) => {
  expect(joinLines(before, line, raw)).toBe(joined);
});

test('the lines typed are in the state at once, and in ~/.bash_history when the shell ends', () => {
  const state: ShellState = { atPrompt: false, line: '', history: [] };
  const world = tinyWorld({ commands: COMMANDS, shell: createBash(state), spec: { role: 'client' } });
  const type = (keys: string) => {
    world.machine.terminal.input(keys);
    world.sim.advance(world.sim.nowUs + 10_000, 10_000);
  };
  type('echo one\r');
  type('echo two');
  expect(state).toEqual({ atPrompt: false, line: 'echo two', history: ['echo one'] });
  type('\r');
  expect(state).toEqual({ atPrompt: true, line: '', history: ['echo one', 'echo two'] });
  type('exit\r');
  expect(world.sys.readFile('/root/.bash_history')).toBe('echo one\necho two\nexit\n');
});

test('what was typed and how it ended is recorded', () => {
  const world = tinyWorld({ commands: COMMANDS, shell: createBash(), spec: { role: 'client' } });
  world.machine.terminal.input('false\r');
  world.sim.advance(world.sim.nowUs + 10_000, 10_000);
  const events = [...world.sim.journal.since(0)].filter(({ kind }) => kind.startsWith('command.'));
  expect(events).toMatchObject([
    { kind: 'command.typed', text: 'false' },
    { kind: 'command.ended', text: 'false', status: 1 },
  ]);
});

test('an endless loop leaves the clock its budget and ends at Ctrl-C with 130', () => {
  const world = tinyWorld({ commands: COMMANDS, shell: createBash(), spec: { role: 'client' } });
  const { terminal } = world.machine;
  terminal.input('while :; do :; done\r');
  expect(world.sim.advance(world.sim.nowUs + 1_000_000, 1_000)).toBe('budget');
  terminal.input('\x03');
  world.sim.advance(world.sim.nowUs + 10_000, 10_000);
  terminal.input('echo $?\r');
  world.sim.advance(world.sim.nowUs + 10_000, 10_000);
  expect(world.shown()).toContain('130\r\n');
});
