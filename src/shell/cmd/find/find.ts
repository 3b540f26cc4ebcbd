// find (GNU findutils 4.9): the library walks and judges; its command line is read here (expression.ts), and what -exec runs are
// programs of this machine. Times are virtual. Leaves out: -ok, -ls, tests of owners, links and access times.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, type Command, type Option } from '../../command.ts';
import { ask, print } from '../../just-bash/call.ts';
import { NOT_HERE, readLine } from './expression.ts';

const word = (name: string, en: string, zh: string, more: Partial<Option> = {}): Option => ({
  word: name,
  meaning: { zh, en },
  ...more,
});

export const find: Command = {
  name: 'find',
  summary: { zh: '在目录中查找文件', en: 'Search for files in a directory hierarchy.' },
  options: [
    word('-name', 'base of file name matches', '文件名匹配', { arg: 'PATTERN' }),
    word('-iname', 'like -name, but the match is case insensitive', '文件名匹配，不分大小写', { arg: 'PATTERN' }),
    word('-path', 'file name matches', '路径匹配', { arg: 'PATTERN' }),
    word('-regex', 'file name matches the whole regular expression', '整个路径匹配正则表达式', { arg: 'PATTERN' }),
    word('-type', 'file is of type (f, d, l)', '文件类型（f、d、l）', {
      arg: 'TYPE',
      completes: ['f', 'd', 'l'],
      status: 'partly',
      how: {
        zh: '没有 b、c、p、s；l 在 /dev 中也包括设备',
        en: 'not b, c, p, s; in /dev, l includes devices',
      },
    }),
    word('-maxdepth', 'descend at most LEVELS of directories', '最多下几层', { arg: 'LEVELS' }),
    word('-mindepth', 'do not apply tests at levels less than LEVELS', '至少下几层', { arg: 'LEVELS' }),
    word('-size', 'file uses N units of space', '大小', { arg: 'N' }),
    word('-empty', 'file is empty', '空文件或空目录'),
    word('-perm', "file's permission bits", '权限', { arg: 'MODE' }),
    word('-newer', 'file was modified more recently than FILE', '比 FILE 新', { arg: 'FILE', completes: 'file' }),
    word('-mtime', "file's data was last modified N*24 hours ago", 'N 天前改过', { arg: 'N' }),
    word('-mmin', "file's data was last modified N minutes ago", 'N 分钟前改过', { arg: 'N' }),
    word('-prune', 'do not descend into it', '不进入该目录'),
    word('-depth', "process a directory's contents before it", '先处理目录里的'),
    word('-print', 'print the full file name', '输出路径'),
    word('-print0', 'print the full file name, followed by a null', '输出路径，以 NUL 结尾'),
    word('-printf', 'print FORMAT', '按格式输出', {
      arg: 'FORMAT',
      status: 'partly',
      how: { zh: '只有 %f %h %p %P %s %m %d', en: 'only %f %h %p %P %s %m %d' },
    }),
    word('-delete', 'delete files', '删除'),
    word('-exec', 'execute COMMAND', '执行命令', { arg: 'COMMAND', completes: 'command' }),
    ...NOT_HERE.map((name) => word(name, 'not in this simulator', '本模拟器没有', { status: 'not here' })),
  ],
  operands: 'directory',
  main: runFind,
};

function* runFind(sys: Sys, argv: readonly string[]): Program<number> {
  const line = readLine(argv.slice(1));
  if ('refused' in line) return yield* notHere(sys, 'find', line.refused);
  if ('words' in line) {
    yield* err(sys, `find: ${line.words}\n`);
    return 1;
  }
  const extra = new Map([...line.ages].map(([file, ageUs]) => [file, { modifiedUs: sys.nowUs - ageUs }]));
  const cannotRun = (name: string, words: string) => `find: '${name}': ${words}\n`;
  let status = 0;
  for (const path of line.paths) {
    const stat = sys.stat(path, { followSymlinks: false });
    if (isErrno(stat)) {
      yield* err(sys, `find: '${path}': ${strerror(stat)}\n`);
      status = 1;
      continue;
    }
    const answer = yield* ask(sys, 'find', [path, ...line.args], { extra, cannotRun });
    yield* print(sys, { ...answer, stdout: withSlash(answer.stdout, path) });
    // What a command answered counts only when it was run for many files at once.
    const fails =
      answer.stderr !== '' || (answer.status !== 0 && (line.args.includes('+') || !line.args.includes('-exec')));
    if (fails) status = 1;
  }
  return status;
}

/** A path that was given with a slash at its end keeps it; the library takes it off. */
function withSlash(stdout: string, path: string): string {
  const bare = path.replace(/\/+$/, '');
  if (bare === path || bare === '') return stdout;
  return stdout
    .split(/(?<=[\n\0])/)
    .map((line) => (line.slice(0, -1) === bare ? path + line.at(-1)! : line))
    .join('');
}
