import { expect, test } from 'vitest';
import { kill } from '../../../../src/shell/cmd/kill/kill.ts';
import { idle, runMain, tinyWorld } from '../../../support/run-program.ts';

const run = (...args: string[]) => runMain(tinyWorld(), kill.main, ['/usr/bin/kill', ...args]);

test('kill ends a process with TERM, or with the signal that it is given', () => {
  const world = tinyWorld();
  for (const [args, status] of [
    [[], 143],
    [['-9'], 137],
    [['-s', 'INT'], 130],
    [['-SIGHUP'], 129],
  ] as const) {
    const pid = world.sys.fork({ argv: ['victim'], main: idle });
    expect(runMain(world, kill.main, ['kill', ...args, String(pid)]).status).toBe(0);
    expect(world.sys.reap(pid)).toMatchObject({ status });
  }
});

test('kill says what is wrong in the words of procps', () => {
  expect(run('-9', '99999')).toEqual({ status: 1, stdout: '', stderr: '/usr/bin/kill: (99999): No such process\n' });
  expect(run('abc').stderr).toBe("/usr/bin/kill: failed to parse argument: 'abc'\n");
  expect(run('-FOO', '1').stderr).toMatch(/^\/usr\/bin\/kill: invalid argument F\n\nUsage:\n/);
  expect(run('-STOP', '1').stderr).toBe('kill: -STOP: not in this simulator\n');
});

test('kill lists the signals as procps does', () => {
  expect(run('-l').stdout).toBe(
    'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT\nCHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS\n',
  );
  expect([run('-l', '9').stdout, run('-l', 'KILL').stdout]).toEqual(['KILL\n', '9\n']);
  expect(run('-L').stdout).toBe(` 1 HUP      2 INT      3 QUIT     4 ILL      5 TRAP     6 ABRT     7 BUS
 8 FPE      9 KILL    10 USR1    11 SEGV    12 USR2    13 PIPE    14 ALRM
15 TERM    16 STKFLT  17 CHLD    18 CONT    19 STOP    20 TSTP    21 TTIN
22 TTOU    23 URG     24 XCPU    25 XFSZ    26 VTALRM  27 PROF    28 WINCH
29 POLL    30 PWR     31 SYS     
`);
});
