// chmod (GNU coreutils 9.1).

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import { TURN, type Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage, type Parsed } from '../../getopt.ts';
import { row } from '../../option.ts';
import { quote } from '../../text/input.ts';
import { changeMode, parseMode, type ModeChange } from '../../text/mode.ts';
import { joinPath } from '../../text/path.ts';
import { modeString } from '../ls/long.ts';

export const chmod: Command = {
  name: 'chmod',
  summary: { zh: '改变权限', en: 'Change the mode of each FILE to MODE.' },
  options: [
    row('-c, --changes', 'like verbose but report only when a change is made', '只报告有改变的'),
    row('-f, --silent', 'suppress most error messages', '不显示出错信息'),
    row('-f, --quiet', 'suppress most error messages', '不显示出错信息'),
    row('-v, --verbose', 'output a diagnostic for every file processed', '报告每个文件'),
    row('--reference=RFILE', "use RFILE's mode instead of MODE values", '用此文件的权限', 'file'),
    row('-R, --recursive', 'change files and directories recursively', '递归'),
  ],
  operands: 'file',
  main: runChmod,
};

function* runChmod(sys: Sys, argv: readonly string[]): Program<number> {
  // A mode may begin with a dash: -x, -rw.
  const guarded = argv.map((arg, i) => (i > 0 && /^-[rwxXst]+$/.test(arg) ? `a${arg}` : arg));
  const opts = yield* getopt(sys, chmod, guarded, { usage: '[OPTION]... MODE[,MODE]... FILE...' });
  if (typeof opts === 'number') return opts;
  const reference = opts.value('reference');
  const operands = [...opts.operands];
  let change: ModeChange | undefined;
  if (reference === undefined) {
    const text = operands.shift();
    if (text === undefined) return yield* wrongUsage(sys, 'chmod', 'missing operand');
    if (operands.length === 0) return yield* wrongUsage(sys, 'chmod', `missing operand after ${quote(text)}`);
    change = parseMode(text);
    if (!change) return yield* wrongUsage(sys, 'chmod', `invalid mode: ${quote(text)}`);
  } else {
    const stat = sys.stat(reference);
    if (isErrno(stat)) {
      yield* err(sys, `chmod: failed to get attributes of ${quote(reference)}: ${strerror(stat)}\n`);
      return 1;
    }
    change = { octal: stat.mode };
    if (operands.length === 0) return yield* wrongUsage(sys, 'chmod', 'missing operand');
  }
  let well = true;
  for (const path of operands) if (!(yield* changeOne(sys, opts, path, change, true))) well = false;
  return well ? 0 : 1;
}

function* changeOne(sys: Sys, opts: Parsed, path: string, change: ModeChange, named: boolean): Program<boolean> {
  const stat = sys.stat(path);
  if (isErrno(stat)) {
    const dangling = !isErrno(sys.stat(path, { followSymlinks: false }));
    const what = dangling ? `cannot operate on dangling symlink ${quote(path)}` : `cannot access ${quote(path)}`;
    if (!opts.has('f')) yield* err(sys, `chmod: ${what}${dangling ? '' : `: ${strerror(stat)}`}\n`);
    return false;
  }
  const mode = changeMode(stat.mode, change, stat.kind === 'directory');
  const refused = sys.chmod(path, mode);
  if (refused) {
    if (!opts.has('f')) yield* err(sys, `chmod: changing permissions of ${quote(path)}: ${strerror(refused)}\n`);
    return false;
  }
  if (opts.has('v') || (opts.has('c') && mode !== stat.mode)) {
    const show = (bits: number) =>
      `${bits.toString(8).padStart(4, '0')} (${modeString({ ...stat, mode: bits }).slice(1)})`;
    const words = mode === stat.mode ? `retained as ${show(mode)}` : `changed from ${show(stat.mode)} to ${show(mode)}`;
    yield* out(sys, `mode of ${quote(path)} ${words}\n`);
  }
  if (!opts.has('R') || stat.kind !== 'directory' || (!named && isLink(sys, path))) return true;
  yield TURN;
  const names = sys.readdir(path);
  if (isErrno(names)) return false;
  let well = true;
  for (const name of names) {
    const inner = joinPath(path, name);
    if (name === '.' || name === '..' || isLink(sys, inner)) continue;
    if (!(yield* changeOne(sys, opts, inner, change, false))) well = false;
  }
  return well;
}

function isLink(sys: Sys, path: string): boolean {
  const stat = sys.stat(path, { followSymlinks: false });
  return !isErrno(stat) && stat.kind === 'symlink';
}
