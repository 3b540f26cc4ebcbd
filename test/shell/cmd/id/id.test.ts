import { expect, test } from 'vitest';
import { id } from '../../../../src/shell/cmd/id/id.ts';
import { runMain, tinyWorld } from '../../../support/run-program.ts';

const run = (...args: string[]) => runMain(tinyWorld(), id.main, ['id', ...args]);

test('id shows root, one field of it, or another user of /etc/passwd', () => {
  expect(run().stdout).toBe('uid=0(root) gid=0(root) groups=0(root)\n');
  expect([run('-u').stdout, run('-un').stdout, run('-Gn').stdout]).toEqual(['0\n', 'root\n', 'root\n']);
  expect(run('apache').stdout).toBe('uid=48(apache) gid=48(apache) groups=48(apache)\n');
});

test('id says what is wrong in GNU words', () => {
  expect(run('nosuch')).toMatchObject({ status: 1, stderr: "id: 'nosuch': no such user\n" });
  expect(run('-n').stderr).toBe('id: cannot print only names or real IDs in default format\n');
});
