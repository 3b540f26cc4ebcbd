// ls (GNU coreutils 9.1) in the C locale. Leaves out: colours, access and status-change times (the file system keeps only
// the time of the last modification), device numbers.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Stat, Sys } from '../../../host/sys.ts';
import { TURN, type Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { quote, quoteIfOdd } from '../../text/input.ts';
import { compareVersions } from '../sort/compare.ts';
import { printColumns, printCommas, type Cell } from './columns.ts';
import { blocksOf, printLong, type LongStyle } from './long.ts';
import { humanSize } from '../../text/human.ts';

const SORTS = ['none', 'time', 'size', 'extension', 'version', 'width'];
const TIME_STYLES = ['full-iso', 'long-iso', 'iso', 'locale'];

export const ls: Command = {
  name: 'ls',
  summary: { zh: '列出目录内容', en: 'List information about the FILEs (the current directory by default).' },
  options: [
    row('-a, --all', 'do not ignore entries starting with .', '包括以 . 开头的'),
    row('-A, --almost-all', 'do not list implied . and ..', '包括以 . 开头的，但不含 . 和 ..'),
    row('-b, --escape', 'print C-style escapes for nongraphic characters', '不可见字符用 C 转义', []),
    row('-B, --ignore-backups', 'do not list implied entries ending with ~', '不列以 ~ 结尾的'),
    absent('-c', 'with -lt: sort by, and show, ctime', '按状态改变时间'),
    row('-C', 'list entries by columns', '分栏，竖排'),
    row('--color[=WHEN]', 'color the output (never is the only one here)', '颜色', ['never', 'auto']),
    row('-d, --directory', 'list directories themselves, not their contents', '列目录本身'),
    row('-f', 'list all entries in directory order', '不排序，列出所有'),
    row('-F, --classify', 'append indicator (one of */=>@|) to entries', '名后加类型标记'),
    row('--file-type', "likewise, except do not append '*'", '同上，但不加 *'),
    row('--full-time', 'like -l --time-style=full-iso', '完整时间'),
    row('-g', 'like -l, but do not list owner', '同 -l，不列属主'),
    row('--group-directories-first', 'group directories before files', '目录在前'),
    row('-G, --no-group', "in a long listing, don't print group names", '长格式不列属组'),
    row('-h, --human-readable', 'with -l and -s, print sizes like 1K 234M 2G etc.', '大小用 K、M、G'),
    row('--si', 'likewise, but use powers of 1000 not 1024', '同上，以 1000 为进位'),
    row('-H, --dereference-command-line', 'follow symbolic links listed on the command line', '跟随命令行上的符号链接'),
    row('-i, --inode', 'print the index number of each file', '显示 inode 号'),
    row('-I, --ignore=PATTERN', 'do not list implied entries matching shell PATTERN', '不列匹配的'),
    row('-l', 'use a long listing format', '长格式'),
    row('-L, --dereference', 'show information for the file a symbolic link references', '显示符号链接所指的文件'),
    row('-m', 'fill width with a comma separated list of entries', '用逗号分隔'),
    row('-n, --numeric-uid-gid', 'like -l, but list numeric user and group IDs', '同 -l，用户和组用数字'),
    row('-N, --literal', 'print entry names without quoting', '文件名不加引号'),
    row('-o', 'like -l, but do not list group information', '同 -l，不列属组'),
    row('-p', 'append / indicator to directories', '目录名后加 /'),
    row('-q, --hide-control-chars', 'print ? instead of nongraphic characters', '不可见字符显示为 ?'),
    row('-Q, --quote-name', 'enclose entry names in double quotes', '文件名加双引号'),
    row('-r, --reverse', 'reverse order while sorting', '逆序'),
    row('-R, --recursive', 'list subdirectories recursively', '递归列出子目录'),
    row('-s, --size', 'print the allocated size of each file, in blocks', '显示占用的块数'),
    row('-S', 'sort by file size, largest first', '按大小排序'),
    row('--sort=WORD', 'sort by WORD instead of name', '按 WORD 排序', SORTS),
    row('-t', 'sort by time, newest first', '按时间排序'),
    row('--time-style=STYLE', 'time/date format with -l', '时间格式', TIME_STYLES),
    absent('-u', 'with -lt: sort by, and show, access time', '按访问时间'),
    absent('--time=WORD', 'change the default of using modification times', '用别的时间'),
    row('-U', 'do not sort; list entries in directory order', '不排序'),
    row('-v', 'natural sort of (version) numbers within text', '按版本号排序'),
    row('-w, --width=COLS', 'set output width to COLS. 0 means no limit', '输出宽度'),
    row('-x', 'list entries by lines instead of by columns', '分栏，横排'),
    row('-X', 'sort alphabetically by entry extension', '按扩展名排序'),
    absent('-Z, --context', 'print any security context of each file', '安全上下文'),
    row('-1', 'list one file per line', '每行一个'),
  ],
  operands: 'file',
  main: runLs,
};

interface Entry {
  readonly name: string;
  readonly stat: Stat;
  /** Where a symbolic link points. */
  readonly target: string | undefined;
  /** What it points at, when that exists. */
  readonly targetStat: Stat | undefined;
}

function* runLs(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, ls, argv, { status: 2 });
  if (typeof opts === 'number') return opts;
  if (['always', 'yes', 'force'].includes(opts.value('color') ?? (opts.has('color') ? 'always' : '')))
    return yield* notHere(sys, 'ls', '--color=always');
  const wrong = wrongWord(opts);
  if (wrong) {
    yield* err(sys, `ls: ${wrong.words}\n`);
    return wrong.status;
  }
  return yield* new Lister(sys, opts).run();
}

function wrongWord(opts: Parsed): { words: string; status: number } | undefined {
  const width = opts.value('w');
  if (width !== undefined && !/^\d+$/.test(width)) return { words: `invalid line width: ${quote(width)}`, status: 2 };
  const wrongArgument = (value: string | undefined, valid: readonly string[], what: string) => {
    if (value === undefined || valid.includes(value)) return undefined;
    const list = valid.map((word) => `  - '${word}'\n`).join('');
    const words = `invalid argument ${quote(value)} for ${what}\nValid arguments are:\n${list}Try 'ls --help' for more information.`;
    return { words, status: 1 };
  };
  return (
    wrongArgument(opts.value('sort'), SORTS, "'--sort'") ??
    wrongArgument(opts.value('time-style'), TIME_STYLES, "'time style'")
  );
}

class Lister {
  readonly #sys: Sys;
  readonly #opts: Parsed;
  readonly #format: string;
  readonly #toTty: boolean;
  #status = 0;
  #printedAny = false;

  constructor(sys: Sys, opts: Parsed) {
    this.#sys = sys;
    this.#opts = opts;
    this.#toTty = sys.isTty(1);
    const long = opts.has('full-time') ? 'l' : undefined;
    const letter = opts.last('lgno1CxmX'.replace('X', '')) ?? long;
    this.#format = letter === undefined ? (this.#toTty ? 'C' : '1') : 'gno'.includes(letter) ? 'l' : letter;
    if (letter === '1' && (long || opts.last('lgno'))) this.#format = 'l';
  }

  *run(): Program<number> {
    const { operands } = this.#opts;
    const files: Entry[] = [];
    const directories: Entry[] = [];
    for (const name of operands.length > 0 ? operands : ['.']) {
      const entry = this.#look(name, name, true);
      if (!entry) {
        yield* this.#complain(`cannot access ${quote(name)}`, this.#why(name));
        continue;
      }
      const listed = entry.stat.kind === 'directory' && !this.#opts.has('d');
      (listed ? directories : files).push(entry);
    }
    this.#sort(files);
    this.#sort(directories);
    if (files.length > 0) {
      yield* out(this.#sys, this.#print(files));
      this.#printedAny = true;
    }
    const headed = operands.length > 1 || this.#opts.has('R');
    for (const { name } of directories) yield* this.#directory(name, headed);
    return this.#status;
  }

  #why(name: string): string {
    const stat = this.#sys.stat(name, { followSymlinks: false });
    return isErrno(stat) ? strerror(stat) : 'No such file or directory';
  }

  *#complain(what: string, why: string, status = 2): Program {
    this.#status = Math.max(this.#status, status);
    yield* err(this.#sys, `ls: ${what}: ${why}\n`);
  }

  #look(path: string, name: string, onCommandLine: boolean): Entry | undefined {
    const stat = this.#sys.stat(path, { followSymlinks: false });
    if (isErrno(stat)) return undefined;
    if (stat.kind !== 'symlink') return { name, stat, target: undefined, targetStat: undefined };
    const followed = this.#sys.stat(path);
    const targetStat = isErrno(followed) ? undefined : followed;
    const opts = this.#opts;
    const toDirectory = onCommandLine && !opts.has('d') && !opts.has('F') && this.#format !== 'l';
    if (
      targetStat &&
      (opts.has('L') || (onCommandLine && opts.has('H')) || (toDirectory && targetStat.kind === 'directory'))
    )
      return { name, stat: targetStat, target: undefined, targetStat: undefined };
    const target = this.#sys.readlink(path);
    return { name, stat, target: isErrno(target) ? undefined : target, targetStat };
  }

  *#directory(path: string, headed: boolean): Program {
    yield TURN;
    const names = this.#sys.readdir(path);
    if (isErrno(names)) {
      yield* this.#complain(`cannot open directory ${quote(path)}`, strerror(names), 2);
      return;
    }
    const base = path.endsWith('/') ? path : `${path}/`;
    const entries = this.#wanted(names).flatMap((name) => this.#look(base + name, name, false) ?? []);
    this.#sort(entries);
    const shown = this.#toTty ? this.#dress(path) : path;
    const header = headed ? `${this.#printedAny ? '\n' : ''}${shown}:\n` : '';
    this.#printedAny = true;
    const blocks = entries.reduce((sum, { stat }) => sum + blocksOf(stat), 0);
    const sized = this.#format === 'l' || this.#opts.has('s');
    const total = sized ? `total ${this.#opts.has('h') ? humanSize(blocks * 1024) : blocks}\n` : '';
    yield* out(this.#sys, header + total + this.#print(entries));
    if (!this.#opts.has('R')) return;
    for (const { name, stat } of entries)
      if (stat.kind === 'directory' && name !== '.' && name !== '..') yield* this.#directory(base + name, true);
  }

  #wanted(names: readonly string[]): string[] {
    const opts = this.#opts;
    const all = opts.has('a') || opts.has('f');
    const patterns = opts.values('I').map(globToRegex);
    const inner = names.filter(
      (name) =>
        name !== '.' &&
        name !== '..' &&
        (all || opts.has('A') || !name.startsWith('.')) &&
        !(opts.has('B') && name.endsWith('~')) &&
        !patterns.some((pattern) => pattern.test(name)),
    );
    return all && !(opts.last('aA') === 'A') ? ['.', '..', ...inner] : inner;
  }

  #sort(entries: Entry[]): void {
    const opts = this.#opts;
    const words: Record<string, string> = {
      none: 'U',
      size: 'S',
      time: 't',
      version: 'v',
      extension: 'X',
      width: 'width',
    };
    const kind = opts.last('UStvXf') ?? words[opts.value('sort') ?? ''] ?? '';
    if (kind === 'U' || kind === 'f') return;
    const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    const extension = (name: string) => (name.includes('.') ? name.slice(name.lastIndexOf('.')) : '');
    const compare = (a: Entry, b: Entry): number => {
      if (kind === 'S') return b.stat.size - a.stat.size || byName(a, b);
      if (kind === 't') return b.stat.modifiedUs - a.stat.modifiedUs || byName(a, b);
      if (kind === 'v') return compareVersions(a.name, b.name);
      if (kind === 'width') return a.name.length - b.name.length || byName(a, b);
      if (kind === 'X' && extension(a.name) !== extension(b.name))
        return extension(a.name) < extension(b.name) ? -1 : 1;
      return byName(a, b);
    };
    const sign = opts.has('r') ? -1 : 1;
    const directoriesFirst = opts.has('group-directories-first');
    const isDirectory = ({ stat, targetStat }: Entry) => (targetStat ?? stat).kind === 'directory';
    entries.sort(
      (a, b) => (directoriesFirst ? Number(isDirectory(b)) - Number(isDirectory(a)) : 0) || sign * compare(a, b),
    );
  }

  /** A name as it is shown: in quotes where a terminal's reader would need them. */
  #dress(name: string): string {
    const style = this.#opts.last('NQbq');
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    const odd = /[\x00-\x1f\x7f-\xff]/g;
    if (style === 'Q') return `"${name.replace(/["\\]/g, '\\$&').replace(odd, escapeByte)}"`;
    if (style === 'b') return name.replace(/[\\ ]/g, '\\$&').replace(odd, escapeByte);
    if (style === 'q') return name.replace(odd, '?');
    if (style === 'N' || !this.#toTty) return name;
    return quoteIfOdd(name);
  }

  #names(entries: readonly Entry[]): string[] {
    const dressed = entries.map(({ name }) => this.#dress(name));
    const padded = this.#toTty && !this.#opts.last('NQbq') && 'lCx'.includes(this.#format);
    const some = padded && dressed.some((text, i) => text !== entries[i]!.name);
    return dressed.map((text, i) => (some && text === entries[i]!.name ? ` ${text}` : text));
  }

  #mark(stat: Stat): string {
    const opts = this.#opts;
    if (stat.kind === 'directory') return opts.has('F') || opts.has('p') || opts.has('file-type') ? '/' : '';
    if (!opts.has('F') && !opts.has('file-type')) return '';
    if (stat.kind === 'file') return opts.has('F') && (stat.mode & 0o111) !== 0 ? '*' : '';
    return { symlink: '@', pipe: '|', socket: '=', device: '' }[stat.kind];
  }

  #print(entries: readonly Entry[]): string {
    const names = this.#names(entries);
    if (this.#format === 'l') return this.#printLong(entries, names);
    const opts = this.#opts;
    const front = this.#frontCells(entries);
    const cells: Cell[] = entries.map(({ stat }, i) => {
      const text = front[i]! + names[i]! + this.#mark(stat);
      return { text, width: text.length };
    });
    if (this.#format === '1') return cells.map(({ text }) => `${text}\n`).join('');
    const width = Number(opts.value('w') ?? this.#sys.env.get('COLUMNS') ?? this.#sys.tty()?.columns ?? 80);
    if (this.#format === 'm') return printCommas(cells, width);
    return printColumns(cells, width, this.#format === 'C');
  }

  #frontCells(entries: readonly Entry[]): string[] {
    const opts = this.#opts;
    const blocks = ({ stat }: Entry) => (opts.has('h') ? humanSize(blocksOf(stat) * 1024) : String(blocksOf(stat)));
    const inodeWidth = Math.max(0, ...entries.map(({ stat }) => String(stat.inode).length));
    const blockWidth = Math.max(0, ...entries.map((entry) => blocks(entry).length));
    const pad = this.#format === 'm' ? 0 : 1;
    return entries.map(
      (entry) =>
        (opts.has('i') ? `${String(entry.stat.inode).padStart(inodeWidth * pad)} ` : '') +
        (opts.has('s') ? `${blocks(entry).padStart(blockWidth * pad)} ` : ''),
    );
  }

  #printLong(entries: readonly Entry[], names: readonly string[]): string {
    const opts = this.#opts;
    const rows = entries.map(({ stat, target, targetStat }, i) => {
      if (target === undefined) return { stat, name: names[i]! + this.#mark(stat) };
      return { stat, name: `${names[i]} -> ${this.#dress(target)}${targetStat ? this.#mark(targetStat) : ''}` };
    });
    const style: LongStyle = {
      human: opts.has('h') ? 1024 : opts.has('si') ? 1000 : undefined,
      numericIds: opts.has('n'),
      owner: !opts.has('g'),
      group: !opts.has('o') && !opts.has('G'),
      inode: opts.has('i'),
      blocks: opts.has('s'),
      time: opts.has('full-time') ? 'full-iso' : ((opts.value('time-style') ?? 'locale') as LongStyle['time']),
    };
    return printLong(this.#sys, rows, style);
  }
}

const escapeByte = (c: string): string =>
  ({ '\n': '\\n', '\t': '\\t', '\r': '\\r' })[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`;

function globToRegex(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source.replace(/\[!/g, '[^')}$`);
}
