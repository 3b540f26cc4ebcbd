import { expect, test } from 'vitest';
import { env } from '../../../../src/shell/cmd/env/env.ts';
import { runMain, tinyWorld } from '../../../support/run-program.ts';

const commands = [env];
const run = (...args: string[]) => {
  const variables = new Map([
    ['PATH', '/usr/bin'],
    ['HOME', '/root'],
  ]);
  return runMain(tinyWorld({ commands }), env.main, ['env', ...args], { env: variables });
};

test('env prints the environment, changed as asked', () => {
  expect(run().stdout).toBe('PATH=/usr/bin\nHOME=/root\n');
  expect(run('-u', 'HOME', 'A=1').stdout).toBe('PATH=/usr/bin\nA=1\n');
  expect(run('-i', 'A=1').stdout).toBe('A=1\n');
  expect(run('-', 'X=1').stdout).toBe('X=1\n');
  expect(run('-0', '-i', 'A=1').stdout).toBe('A=1\0');
});

test('env runs a command in it and has its status', () => {
  expect(run('B=2', 'env', '-u', 'PATH').stdout).toBe('HOME=/root\nB=2\n');
  expect(run('nosuch')).toEqual({ status: 127, stdout: '', stderr: "env: 'nosuch': No such file or directory\n" });
  expect(run('/tmp')).toEqual({ status: 126, stdout: '', stderr: "env: '/tmp': Permission denied\n" });
  expect(run('-x').status).toBe(125);
});
