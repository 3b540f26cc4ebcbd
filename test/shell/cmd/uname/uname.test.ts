import { expect, test } from 'vitest';
import { uname } from '../../../../src/shell/cmd/uname/uname.ts';
import { runMain, tinyWorld } from '../../../support/run-program.ts';

const run = (...args: string[]) => runMain(tinyWorld(), uname.main, ['uname', ...args]);

test('uname answers with the names of the course', () => {
  expect(run().stdout).toBe('Linux\n');
  expect(run('-r').stdout).toBe('3.10.0-327.el7.x86_64\n');
  expect(run('-sn').stdout).toBe('Linux svr1\n');
  expect(run('-a').stdout).toBe(
    'Linux svr1 3.10.0-327.el7.x86_64 #1 SMP Thu Nov 19 22:10:57 UTC 2015 x86_64 x86_64 x86_64 GNU/Linux\n',
  );
});

test('wrong usage is said in GNU words', () => {
  expect(run('-x')).toMatchObject({
    status: 1,
    stderr: "uname: invalid option -- 'x'\nTry 'uname --help' for more information.\n",
  });
  expect(run('foo').stderr).toBe("uname: extra operand 'foo'\nTry 'uname --help' for more information.\n");
});
