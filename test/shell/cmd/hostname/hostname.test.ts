import { expect, test } from 'vitest';
import { hostname } from '../../../../src/shell/cmd/hostname/hostname.ts';
import { runMain, tinyWorld } from '../../../support/run-program.ts';

test('hostname shows, sets and refuses names as the real one does', () => {
  const world = tinyWorld();
  const run = (...args: string[]) => runMain(world, hostname.main, ['hostname', ...args]);
  expect([run().stdout, run('-I').stdout]).toEqual(['svr1\n', '10.10.10.1 \n']);
  expect(run('foo.example')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect([run().stdout, run('-s').stdout]).toEqual(['foo.example\n', 'foo\n']);
  expect(run('')).toEqual({ status: 1, stdout: '', stderr: 'hostname: the specified hostname is invalid\n' });
  expect(run('-i').stderr).toBe('hostname: Temporary failure in name resolution\n');
  expect(run('-x')).toMatchObject({
    status: 255,
    stderr: expect.stringMatching(/^hostname: invalid option -- 'x'\nUsage: /),
  });
});
