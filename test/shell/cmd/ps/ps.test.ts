import { expect, test } from 'vitest';
import { ps } from '../../../../src/shell/cmd/ps/ps.ts';
import { runMain, tinyWorld } from '../../../support/run-program.ts';

const world = tinyWorld();
const run = (...args: string[]) => runMain(world, ps.main, ['ps', ...args]);

test('ps -ef shows every process with its parent', () => {
  const lines = run('-ef').stdout.split('\n');
  expect(lines[0]).toBe('UID        PID  PPID  C STIME TTY          TIME CMD');
  expect(lines[1]).toBe('root         1     0  0 09:30 ?        00:00:00 /usr/lib/systemd/systemd');
  expect(lines[2]).toBe('root      1000     1  0 09:30 pts/0    00:00:00 -bash');
});

test('ps aux shows states, and + for the foreground', () => {
  const lines = run('aux').stdout.split('\n');
  expect(lines[0]).toBe('USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND');
  expect(lines[2]).toMatch(/^root {6}1000 {2}0\.0 {2}0\.0 {6}0 {5}0 pts\/0 {4}Ss\+? {1,3}09:30 {3}0:00 -bash$/);
});

test('ps chooses by process number and name, and prints chosen columns', () => {
  expect(run('-p', '1', '-o', 'pid,comm').stdout).toBe('  PID COMMAND\n    1 systemd\n');
  expect(run('-C', 'bash', '-o', 'pid=', '-o', 'args=').stdout).toBe(' 1000 -bash\n');
  expect(run('-p', '77').status).toBe(1);
});

test('what ps has and this has not is refused by name', () => {
  expect(run('-H').stderr).toBe('ps: -H: not in this simulator\n');
  expect(run('-o', 'nosuch').stderr).toBe('error: unknown user-defined format specifier "nosuch"\n');
});
