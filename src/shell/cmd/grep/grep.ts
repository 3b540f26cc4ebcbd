// grep, egrep, fgrep (GNU grep 3.8): lines that match. Leaves out: -P (refused), colours, binary files' message.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, type Command, type Option } from '../../command.ts';
import { getopt, type Parsed, type Syntax } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { closeInput, openInput, readAll } from '../../text/input.ts';
import { compilePatterns } from './pattern.ts';
import { Searcher, type Mode } from './search.ts';

const OPTIONS: readonly Option[] = [
  row('-E, --extended-regexp', 'PATTERNS are extended regular expressions', '扩展正则表达式'),
  row('-F, --fixed-strings', 'PATTERNS are strings', '普通字符串'),
  row('-G, --basic-regexp', 'PATTERNS are basic regular expressions', '基本正则表达式'),
  absent('-P, --perl-regexp', 'PATTERNS are Perl regular expressions', 'Perl 正则表达式'),
  row('-e, --regexp=PATTERNS', 'use PATTERNS for matching', '指定模式'),
  row('-f, --file=FILE', 'take PATTERNS from FILE', '从文件读模式', 'file'),
  row('-i, --ignore-case', 'ignore case distinctions in patterns and data', '不分大小写'),
  row('-y', 'synonym of -i', '同 -i'),
  row('--no-ignore-case', 'do not ignore case distinctions (default)', '区分大小写（默认）'),
  row('-w, --word-regexp', 'match only whole words', '只匹配整词'),
  row('-x, --line-regexp', 'match only whole lines', '只匹配整行'),
  row('-z, --null-data', 'a data line ends in 0 byte, not newline', '以 NUL 分行'),
  row('-s, --no-messages', 'suppress error messages', '不显示出错信息'),
  row('-v, --invert-match', 'select non-matching lines', '选择不匹配的行'),
  row('-m, --max-count=NUM', 'stop after NUM selected lines', '选出 NUM 行后停止'),
  row('-b, --byte-offset', 'print the byte offset with output lines', '显示字节偏移'),
  row('-n, --line-number', 'print line number with output lines', '显示行号'),
  row('--line-buffered', 'flush output on every line', '每行刷新输出'),
  row('-H, --with-filename', 'print file name with output lines', '显示文件名'),
  row('-h, --no-filename', 'suppress the file name prefix on output', '不显示文件名'),
  row('--label=LABEL', 'use LABEL as the standard input file name prefix', '标准输入的显示名'),
  row('-o, --only-matching', 'show only nonempty parts of lines that match', '只显示匹配的部分'),
  row('-q, --quiet', 'suppress all normal output', '不输出'),
  row('-q, --silent', 'suppress all normal output', '不输出'),
  row('--binary-files=TYPE', 'assume that binary files are TYPE', '二进制文件的处理', [
    'binary',
    'text',
    'without-match',
  ]),
  row('-a, --text', 'equivalent to --binary-files=text', '二进制按文本处理'),
  row('-I', 'equivalent to --binary-files=without-match', '忽略二进制文件'),
  row('-d, --directories=ACTION', 'how to handle directories', '目录的处理', ['read', 'recurse', 'skip']),
  absent('-D, --devices=ACTION', 'how to handle devices, FIFOs and sockets', '设备的处理'),
  row('-r, --recursive', 'like --directories=recurse', '递归搜索目录'),
  row('-R, --dereference-recursive', 'likewise, but follow all symlinks', '递归，跟随符号链接'),
  row('--include=GLOB', 'search only files that match GLOB', '只搜匹配的文件'),
  row('--exclude=GLOB', 'skip files that match GLOB', '跳过匹配的文件'),
  row('--exclude-dir=GLOB', 'skip directories that match GLOB', '跳过匹配的目录'),
  absent('--exclude-from=FILE', 'skip files that match any file pattern from FILE', '从文件读要跳过的模式'),
  row('-L, --files-without-match', 'print only names of FILEs with no selected lines', '只列没有匹配的文件名'),
  row('-l, --files-with-matches', 'print only names of FILEs with selected lines', '只列有匹配的文件名'),
  row('-c, --count', 'print only a count of selected lines per FILE', '只显示匹配行数'),
  absent('-T, --initial-tab', 'make tabs line up (if needed)', '对齐制表符'),
  row('-Z, --null', 'print 0 byte after FILE name', '文件名后输出 NUL'),
  row('-B, --before-context=NUM', 'print NUM lines of leading context', '前 NUM 行也显示'),
  row('-A, --after-context=NUM', 'print NUM lines of trailing context', '后 NUM 行也显示'),
  row('-C, --context=NUM', 'print NUM lines of output context', '前后各 NUM 行也显示'),
  row('--group-separator=SEP', 'print SEP on line between matches with context', '各段之间的分隔行'),
  row('--no-group-separator', 'do not print separator for matches with context', '各段之间不分隔'),
  row('--color[=WHEN]', 'highlight the matching strings (never is the only one here)', '高亮匹配', ['never', 'auto']),
  row('--colour[=WHEN]', 'highlight the matching strings (never is the only one here)', '高亮匹配', ['never', 'auto']),
  absent('-U, --binary', 'do not strip CR characters at EOL (MSDOS/Windows)', '不去掉行尾 CR'),
];

const SYNTAX: Syntax = {
  status: 2,
  usage: '[OPTION]... PATTERNS [FILE]...',
  hint: "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n",
};

type Flavour = 'basic' | 'extended' | 'fixed';

const command = (name: string, flavour: Flavour, zh: string, en: string): Command => ({
  name,
  summary: { zh, en },
  options: OPTIONS,
  operands: 'file',
  main: (sys, argv) => runGrep(sys, argv, flavour),
});

export const grep = command('grep', 'basic', '显示匹配的行', 'Search for PATTERNS in each FILE.');
export const egrep = command('egrep', 'extended', '即 grep -E', 'The same as grep -E.');
export const fgrep = command('fgrep', 'fixed', '即 grep -F', 'The same as grep -F.');

function* complain(sys: Sys, words: string): Program<number> {
  yield* err(sys, `grep: ${words}\n`);
  return 2;
}

function* runGrep(sys: Sys, argv: readonly string[], flavour: Flavour): Program<number> {
  const opts = yield* getopt(sys, grep, withOldContext(argv), SYNTAX);
  if (typeof opts === 'number') return opts;
  const colour = opts.value('color') ?? opts.value('colour');
  if (colour === 'always') return yield* notHere(sys, 'grep', '--color=always');
  const numbers = yield* readNumbers(sys, opts);
  if (typeof numbers === 'number') return numbers;
  const operands = [...opts.operands];
  const sources = yield* readPatterns(sys, opts, operands);
  if (typeof sources === 'number') return sources;
  const chosen = { E: 'extended', F: 'fixed', G: 'basic' }[opts.last('EFG') ?? ''] as Flavour | undefined;
  const matcher = compilePatterns(sources, {
    flavour: chosen ?? flavour,
    ignoreCase: opts.last('iy') !== undefined && !opts.has('no-ignore-case'),
    words: opts.has('w') && !opts.has('x'),
    lines: opts.has('x'),
  });
  if ('wrong' in matcher) return yield* complain(sys, matcher.wrong);
  for (const warning of matcher.warnings) yield* err(sys, `grep: warning: ${warning}\n`);
  return yield* new Search(sys, opts, new Searcher(sys, matcher, { ...modeOf(opts), ...numbers })).run(operands);
}

/** -5 stands for -C 5. */
function withOldContext(argv: readonly string[]): readonly string[] {
  let only = true;
  return argv.map((arg, i) => {
    if (arg === '--') only = false;
    return i > 0 && only && /^-\d+$/.test(arg) ? `-C${arg.slice(1)}` : arg;
  });
}

function* readNumbers(sys: Sys, opts: Parsed): Program<number | Pick<Mode, 'before' | 'after' | 'most'>> {
  const context: Record<string, number> = {};
  for (const key of ['A', 'B', 'C', 'm']) {
    const text = opts.value(key);
    if (text === undefined) continue;
    if (!/^-?\d+$/.test(text) || (key !== 'm' && text.startsWith('-')))
      return yield* complain(sys, key === 'm' ? 'invalid max count' : `${text}: invalid context length argument`);
    context[key] = Number(text);
  }
  const most = context['m'];
  return {
    before: context['B'] ?? context['C'] ?? 0,
    after: context['A'] ?? context['C'] ?? 0,
    most: most === undefined || most < 0 ? Infinity : most,
  };
}

/** The patterns of -e and -f, or the first operand, which is taken away. */
function* readPatterns(sys: Sys, opts: Parsed, operands: string[]): Program<readonly string[] | number> {
  const patterns = opts.values('e').flatMap((text) => text.split('\n'));
  for (const file of opts.values('f')) {
    const fd = openInput(sys, file);
    const text = isErrno(fd) ? fd : yield* readAll(sys, fd);
    if (!isErrno(fd)) closeInput(sys, fd);
    if (isErrno(text)) return yield* complain(sys, `${file}: ${strerror(text)}`);
    if (text !== '') patterns.push(...text.replace(/\n$/, '').split('\n'));
  }
  if (opts.has('e') || opts.has('f')) return patterns;
  const first = operands.shift();
  if (first !== undefined) return first.split('\n');
  yield* err(sys, SYNTAX.hint!);
  return 2;
}

function modeOf(opts: Parsed): Omit<Mode, 'before' | 'after' | 'most'> {
  return {
    invert: opts.has('v'),
    number: opts.has('n'),
    offset: opts.has('b'),
    onlyMatching: opts.has('o'),
    quiet: opts.has('q'),
    list: opts.last('lL') as 'l' | 'L' | undefined,
    count: opts.has('c'),
    afterName: opts.has('Z') ? '\0' : '',
    end: opts.has('z') ? '\0' : '\n',
    separator: opts.has('no-group-separator') ? undefined : (opts.value('group-separator') ?? '--'),
    text: opts.has('a') || opts.value('binary-files') === 'text',
    skipBinary: opts.has('I') || opts.value('binary-files') === 'without-match',
  };
}

/** Goes through the operands, into directories when asked to. */
class Search {
  readonly #sys: Sys;
  readonly #opts: Parsed;
  readonly #searcher: Searcher;
  #status = 1;
  #troubled = false;

  constructor(sys: Sys, opts: Parsed, searcher: Searcher) {
    this.#sys = sys;
    this.#opts = opts;
    this.#searcher = searcher;
  }

  get #recursive(): boolean {
    return this.#opts.has('r') || this.#opts.has('R') || this.#opts.value('d') === 'recurse';
  }

  *run(operands: readonly string[]): Program<number> {
    const inputs = operands.length > 0 ? operands : [this.#recursive ? '' : '-'];
    const named = this.#opts.last('hH');
    this.#searcher.showNames = named ? named === 'H' : inputs.length > 1 || this.#recursive;
    for (const name of inputs) {
      const stopped = yield* this.#operand(name);
      if (stopped) return 0;
    }
    return this.#troubled && !(this.#opts.has('q') && this.#status === 0) ? 2 : this.#status;
  }

  *#operand(name: string): Program<boolean> {
    const stat = name === '-' ? undefined : this.#sys.stat(name || '.');
    if (stat && !isErrno(stat) && stat.kind === 'directory') {
      if (this.#recursive) return yield* this.#directory(name);
      if (this.#opts.value('d') === 'skip') return false;
      return yield* this.#complain(name, 'Is a directory');
    }
    return yield* this.#file(name);
  }

  *#directory(path: string): Program<boolean> {
    const names = this.#sys.readdir(path || '.');
    if (isErrno(names)) return yield* this.#complain(path, strerror(names));
    for (const entry of names) {
      if (entry === '.' || entry === '..') continue;
      const inner = path === '' ? entry : path.endsWith('/') ? path + entry : `${path}/${entry}`;
      const stat = this.#sys.stat(inner, { followSymlinks: this.#opts.has('R') });
      if (isErrno(stat) || stat.kind === 'symlink') continue;
      const isDirectory = stat.kind === 'directory';
      if (this.#excluded(entry, isDirectory)) continue;
      if (isDirectory ? yield* this.#directory(inner) : yield* this.#file(inner)) return true;
    }
    return false;
  }

  #excluded(entry: string, isDirectory: boolean): boolean {
    const matches = (key: string) => this.#opts.values(key).some((glob) => globToRegex(glob).test(entry));
    if (isDirectory) return matches('exclude-dir');
    return matches('exclude') || (this.#opts.has('include') && !matches('include'));
  }

  /** Answers whether all is known (-q). */
  *#file(name: string): Program<boolean> {
    const fd = openInput(this.#sys, name);
    if (isErrno(fd)) return yield* this.#complain(name, strerror(fd));
    const label = name === '-' ? (this.#opts.value('label') ?? '(standard input)') : name;
    const found = yield* this.#searcher.search(fd, label);
    closeInput(this.#sys, fd);
    if (isErrno(found)) return yield* this.#complain(name, strerror(found));
    if (found) this.#status = 0;
    return found && this.#opts.has('q');
  }

  *#complain(name: string, words: string): Program<boolean> {
    this.#troubled = true;
    if (!this.#opts.has('s')) yield* err(this.#sys, `grep: ${name}: ${words}\n`);
    return false;
  }
}

function globToRegex(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source.replace(/\[!/g, '[^')}$`);
}
