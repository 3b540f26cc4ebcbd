// rm (GNU coreutils 9.1). Leaves out: --one-file-system.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Stat, Sys } from '../../../host/sys.ts';
import { TURN, type Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage, type Parsed } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { quote } from '../../text/input.ts';
import { joinPath, lastName } from '../../text/path.ts';
import { askYes } from '../../text/ask.ts';

export const rm: Command = {
  name: 'rm',
  summary: { zh: '删除文件或目录', en: 'Remove (unlink) the FILE(s).' },
  options: [
    row('-f, --force', 'ignore nonexistent files and arguments, never prompt', '忽略不存在的，不询问'),
    row('-i', 'prompt before every removal', '逐个询问'),
    row('-I', 'prompt once before removing more than three files, or recursively', '只问一次'),
    absent('--interactive[=WHEN]', 'prompt according to WHEN', '何时询问'),
    absent('--one-file-system', 'skip directories on other file systems', '跳过其他文件系统'),
    row('--no-preserve-root', "do not treat '/' specially", '不特别对待 /'),
    row('--preserve-root', "do not remove '/' (default)", '不删除 /（默认）'),
    row('-r, --recursive', 'remove directories and their contents recursively', '递归删除目录'),
    row('-R', 'remove directories and their contents recursively', '递归删除目录'),
    row('-d, --dir', 'remove empty directories', '删除空目录'),
    row('-v, --verbose', 'explain what is being done', '显示所做的'),
  ],
  operands: 'file',
  main: runRm,
};

function* runRm(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, rm, argv);
  if (typeof opts === 'number') return opts;
  const { operands } = opts;
  if (operands.length === 0) return opts.has('f') ? 0 : yield* wrongUsage(sys, 'rm', 'missing operand');
  if (opts.last('fiI') === 'I' && (operands.length > 3 || opts.has('r') || opts.has('R'))) {
    const what = `${operands.length} argument${operands.length === 1 ? '' : 's'}`;
    const how = opts.has('r') || opts.has('R') ? ' recursively' : '';
    if (!(yield* askYes(sys, `rm: remove ${what}${how}? `))) return 0;
  }
  const remover = new Remover(sys, opts);
  for (const operand of operands) yield* remover.operand(operand);
  return remover.status;
}

const WORDS: Readonly<Record<Stat['kind'], string>> = {
  file: 'regular file',
  directory: 'directory',
  symlink: 'symbolic link',
  device: 'character special file',
  pipe: 'fifo',
  socket: 'socket',
};

class Remover {
  status = 0;
  readonly #sys: Sys;
  readonly #opts: Parsed;

  constructor(sys: Sys, opts: Parsed) {
    this.#sys = sys;
    this.#opts = opts;
  }

  *#complain(words: string): Program<false> {
    this.status = 1;
    yield* err(this.#sys, `rm: ${words}\n`);
    return false;
  }

  get #recursive(): boolean {
    return this.#opts.has('r') || this.#opts.has('R');
  }

  *operand(path: string): Program {
    const name = lastName(path);
    if (this.#recursive && (name === '.' || name === '..'))
      return void (yield* this.#complain(`refusing to remove '.' or '..' directory: skipping ${quote(path)}`));
    if (this.#recursive && this.#sys.realpath(path) === '/' && !this.#opts.has('no-preserve-root')) {
      yield* this.#complain(`it is dangerous to operate recursively on ${quote(path)}`);
      return void (yield* this.#complain('use --no-preserve-root to override this failsafe'));
    }
    yield* this.#remove(path);
  }

  /** Answers whether it is gone. */
  *#remove(path: string): Program<boolean> {
    const stat = this.#sys.stat(path, { followSymlinks: false });
    if (isErrno(stat)) {
      if (this.#opts.has('f') && (stat.errno === 'ENOENT' || stat.errno === 'ENOTDIR')) return true;
      return yield* this.#complain(`cannot remove ${quote(path)}: ${strerror(stat)}`);
    }
    if (stat.kind === 'directory') return yield* this.#directory(path);
    const what = `${stat.kind === 'file' && stat.size === 0 ? 'regular empty file' : WORDS[stat.kind]}`;
    if (!(yield* this.#agreed(`remove ${what} ${quote(path)}`))) return false;
    const refused = this.#sys.unlink(path);
    if (refused) return yield* this.#complain(`cannot remove ${quote(path)}: ${strerror(refused)}`);
    if (this.#opts.has('v')) yield* out(this.#sys, `removed ${quote(path)}\n`);
    return true;
  }

  *#agreed(question: string): Program<boolean> {
    return this.#opts.last('fiI') !== 'i' || (yield* askYes(this.#sys, `rm: ${question}? `));
  }

  *#directory(path: string): Program<boolean> {
    if (!this.#recursive && !this.#opts.has('d'))
      return yield* this.#complain(`cannot remove ${quote(path)}: Is a directory`);
    yield TURN;
    const names = this.#sys.readdir(path);
    if (isErrno(names)) return yield* this.#complain(`cannot remove ${quote(path)}: ${strerror(names)}`);
    const inner = names.filter((name) => name !== '.' && name !== '..');
    let emptied = true;
    if (this.#recursive && inner.length > 0) {
      if (!(yield* this.#agreed(`descend into directory ${quote(path)}`))) return false;
      for (const name of inner) if (!(yield* this.#remove(joinPath(path, name)))) emptied = false;
    }
    if (!emptied || !(yield* this.#agreed(`remove directory ${quote(path)}`))) return false;
    const refused = this.#sys.rmdir(path);
    if (refused) return yield* this.#complain(`cannot remove ${quote(path)}: ${strerror(refused)}`);
    if (this.#opts.has('v')) yield* out(this.#sys, `removed directory ${quote(path)}\n`);
    return true;
  }
}
