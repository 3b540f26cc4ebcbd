// mktemp (GNU coreutils 9.1): a file or directory with a name that nobody has.

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { row } from '../../option.ts';
import { quote } from '../../text/input.ts';
import { joinPath } from '../../text/path.ts';

export const mktemp: Command = {
  name: 'mktemp',
  summary: { zh: '创建临时文件或目录', en: 'Create a temporary file or directory, safely, and print its name.' },
  options: [
    row('-d, --directory', 'create a directory, not a file', '创建目录'),
    row('-u, --dry-run', 'do not create anything; merely print a name', '只输出名字'),
    row('-q, --quiet', 'suppress diagnostics about file/dir-creation failure', '不显示出错信息'),
    row('--suffix=SUFF', 'append SUFF to TEMPLATE', '后缀'),
    row('-p, --tmpdir[=DIR]', 'interpret TEMPLATE relative to DIR', '所在目录', 'directory'),
    row('-t', 'interpret TEMPLATE as a single file name component, relative to a directory', '放在临时目录'),
  ].map((option) => (option.short === 'p' ? { ...option, argOptional: undefined } : option)),
  main: runMktemp,
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function* runMktemp(sys: Sys, argv: readonly string[]): Program<number> {
  const spread = argv.map((arg) => (arg === '--tmpdir' ? `--tmpdir=${sys.env.get('TMPDIR') ?? '/tmp'}` : arg));
  const opts = yield* getopt(sys, mktemp, spread, { usage: '[OPTION]... [TEMPLATE]' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length > 1) return yield* wrongUsage(sys, 'mktemp', 'too many templates');
  const given = opts.operands[0];
  const template = given ?? 'tmp.XXXXXXXXXX';
  const xs = /(X+)([^X]*)$/.exec(template);
  const fail = function* (words: string): Program<number> {
    yield* err(sys, `mktemp: ${words}\n`);
    return 1;
  };
  if (!xs || xs[1]!.length < 3) return yield* fail(`too few X's in template ${quote(template)}`);
  const inTemp = given === undefined || opts.has('t') || opts.has('p');
  const directory = inTemp ? opts.value('p') || (sys.env.get('TMPDIR') ?? '/tmp') : undefined;
  if (directory !== undefined && template.startsWith('/'))
    return yield* fail(`invalid template, ${quote(template)}; with --tmpdir, it may not be absolute`);
  const random = sys.prng('mktemp');
  for (let tries = 0; ; tries++) {
    const letters = Array.from(xs[1]!, () => LETTERS[random.below(LETTERS.length)]!).join('');
    const name = template.slice(0, xs.index) + letters + xs[2]! + (opts.value('suffix') ?? '');
    const path = directory === undefined ? name : joinPath(directory, name);
    const refused = opts.has('u') ? undefined : make(sys, path, opts.has('d'));
    if (refused?.errno === 'EEXIST' && tries < 100) continue;
    if (refused) {
      const what = `failed to create ${opts.has('d') ? 'directory' : 'file'} via template`;
      if (opts.has('q')) return 1;
      return yield* fail(
        `${what} ${quote(directory === undefined ? template : joinPath(directory, template))}: ${strerror(refused)}`,
      );
    }
    yield* out(sys, `${path}\n`);
    return 0;
  }
}

function make(sys: Sys, path: string, directory: boolean): Errno | undefined {
  if (directory) return sys.mkdir(path, 0o700);
  const fd = sys.open(path, 'write', { create: true, exclusive: true, permissions: 0o600 });
  if (isErrno(fd)) return fd;
  sys.close(fd);
  return undefined;
}
