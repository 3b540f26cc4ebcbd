// mkdir (GNU coreutils 9.1).

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { isDirectory, quote } from '../../text/input.ts';
import { changeMode, parseMode, type ModeChange } from '../../text/mode.ts';

export const mkdir: Command = {
  name: 'mkdir',
  summary: { zh: '创建目录', en: 'Create the DIRECTORY(ies), if they do not already exist.' },
  options: [
    row('-m, --mode=MODE', 'set file mode (as in chmod), not a=rwx - umask', '设置权限'),
    row('-p, --parents', 'no error if existing, make parent directories as needed', '连同上级目录一起创建'),
    row('-v, --verbose', 'print a message for each created directory', '显示所创建的'),
    absent('-Z, --context[=CTX]', 'set the SELinux security context', '安全上下文'),
  ],
  operands: 'directory',
  main: runMkdir,
};

function* runMkdir(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, mkdir, argv, { usage: '[OPTION]... DIRECTORY...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) return yield* wrongUsage(sys, 'mkdir', 'missing operand');
  const mode = opts.has('m') ? parseMode(opts.value('m')!) : undefined;
  if (opts.has('m') && !mode) {
    yield* err(sys, `mkdir: invalid mode ${quote(opts.value('m')!)}\n`);
    return 1;
  }
  let status = 0;
  for (const path of opts.operands) {
    const made: string[] = [];
    const failed = opts.has('p') ? makeAll(sys, path, made, mode) : makeOne(sys, path, made, mode);
    if (opts.has('v')) yield* out(sys, made.map((each) => `mkdir: created directory ${quote(each)}\n`).join(''));
    if (!failed) continue;
    yield* err(sys, `mkdir: cannot create directory ${quote(failed.path)}: ${strerror(failed.errno)}\n`);
    status = 1;
  }
  return status;
}

interface Failed {
  readonly path: string;
  readonly errno: Errno;
}

function makeOne(sys: Sys, path: string, made: string[], mode?: ModeChange): Failed | undefined {
  const refused = sys.mkdir(path, mode ? changeMode(0o777, mode, true) : undefined);
  if (refused) return { path, errno: refused };
  if (mode) sys.chmod(path, changeMode(0o777, mode, true));
  made.push(path);
  return undefined;
}

function makeAll(sys: Sys, path: string, made: string[], mode?: ModeChange): Failed | undefined {
  const parts = path.split('/');
  for (let i = 1; i <= parts.length; i++) {
    const upTo = parts.slice(0, i).join('/');
    if (upTo === '' || (parts[i - 1] === '' && i === parts.length) || isDirectory(sys, upTo)) continue;
    const failed = makeOne(sys, upTo, made, i === parts.length ? mode : undefined);
    if (!failed) continue;
    const stat = sys.stat(upTo);
    return !isErrno(stat) && i < parts.length ? { path: upTo, errno: { errno: 'ENOTDIR' } } : failed;
  }
  return undefined;
}
