// env (GNU coreutils): prints the environment, or runs a command in a changed one.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { quote } from '../../text/input.ts';

export const env: Command = {
  name: 'env',
  summary: { zh: '在指定环境变量下运行命令', en: 'Set each NAME to VALUE in the environment and run COMMAND.' },
  options: [
    row('-i, --ignore-environment', 'start with an empty environment', '从空环境开始'),
    row('-0, --null', 'end each output line with NUL, not newline', '以 NUL 结束每行'),
    row('-u, --unset=NAME', 'remove variable from the environment', '去掉一个变量'),
    row('-C, --chdir=DIR', 'change working directory to DIR', '先进入目录', 'directory'),
    absent('-S, --split-string=S', 'process and split S into separate arguments', '把字符串拆成参数'),
    absent('-v, --debug', 'print verbose information for each processing step', '显示每一步'),
  ],
  operands: 'command',
  main: runEnv,
};

/** env's own failures, as POSIX gives them out: 125 its own, 126 not executable, 127 not found. */
const FAILED = 125;
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

function* runEnv(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, env, argv, {
    inOrder: true,
    status: FAILED,
    usage: '[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]',
  });
  if (typeof opts === 'number') return opts;
  const words = [...opts.operands];
  const emptied = opts.has('i') || words[0] === '-';
  if (words[0] === '-') words.shift();
  const variables = new Map(emptied ? [] : sys.env);
  for (const name of opts.values('u')) variables.delete(name);
  while (words[0]?.includes('=')) {
    const word = words.shift()!;
    const equals = word.indexOf('=');
    variables.set(word.slice(0, equals), word.slice(equals + 1));
  }
  const directory = opts.value('C');
  const refused = directory === undefined ? undefined : sys.chdir(directory);
  if (refused) {
    yield* err(sys, `env: cannot change directory to ${quote(directory!)}: ${strerror(refused)}\n`);
    return FAILED;
  }
  if (words.length === 0) {
    const end = opts.has('0') ? '\0' : '\n';
    yield* out(sys, [...variables].map(([name, value]) => `${name}=${value}${end}`).join(''));
    return 0;
  }
  return yield* runCommand(sys, words, variables);
}

function* runCommand(sys: Sys, argv: readonly string[], variables: Map<string, string>): Program<number> {
  const name = argv[0]!;
  const directories = name.includes('/') ? [''] : (variables.get('PATH') ?? '/usr/bin:/bin').split(':');
  let failed = 'ENOENT';
  for (const directory of directories) {
    const pid = sys.spawn({ path: name.includes('/') ? name : `${directory}/${name}`, argv, env: variables });
    if (!isErrno(pid)) {
      const end = yield* sys.wait(pid);
      return isErrno(end) ? FAILED : end.status;
    }
    if (pid.errno !== 'ENOENT' && pid.errno !== 'ENOTDIR') failed = pid.errno;
  }
  const words = { ENOENT: 'No such file or directory', ENOEXEC: 'Exec format error' }[failed] ?? 'Permission denied';
  yield* err(sys, `env: ${quote(name)}: ${words}\n`);
  return failed === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE;
}
