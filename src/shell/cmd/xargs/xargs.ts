// xargs (GNU findutils 4.9): builds command lines of what it reads and runs them, -P of them at a time. Leaves out: asking (-p),
// an end-of-file string (-E), --show-limits, --process-slot-var.

import { errno, isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { closeInput, openInput, readAll } from '../../text/input.ts';
import { readItems, type Line } from './items.ts';

export const xargs: Command = {
  name: 'xargs',
  summary: {
    zh: '用读入的内容作参数运行命令',
    en: 'Run COMMAND with arguments INITIAL-ARGS and more arguments read from input.',
  },
  options: [
    row('-0, --null', 'items are separated by a null, not whitespace', '以 NUL 分隔'),
    row('-a, --arg-file=FILE', 'read arguments from FILE, not standard input', '从文件读', 'file'),
    row('-d, --delimiter=CHARACTER', 'items in input stream are separated by CHARACTER', '分隔符'),
    absent('-E END', 'set logical EOF string', '逻辑文件尾'),
    absent('-e[END]', 'equivalent to -E END', '同 -E'),
    row('-I R', 'replace R in INITIAL-ARGS with names read from input', '把 R 替换成读入的内容'),
    row('-i[R]', 'equivalent to -I R; {} when R is not given', '同 -I，默认 {}'),
    row('--replace[=R]', 'equivalent to -I R; {} when R is not given', '同 -I，默认 {}'),
    row('-L, --max-lines=MAX-LINES', 'use at most MAX-LINES non-blank input lines per command line', '每次最多几行'),
    row('-l[MAX-LINES]', 'similar to -L but defaults to at most one line', '同 -L，默认一行'),
    row('-n, --max-args=MAX-ARGS', 'use at most MAX-ARGS arguments per command line', '每次最多几个参数'),
    row('-o, --open-tty', 'reopen stdin as /dev/tty in the child', '子进程的标准输入为终端'),
    row('-P, --max-procs=MAX-PROCS', 'run at most MAX-PROCS processes at a time', '最多同时运行几个'),
    absent('-p, --interactive', 'prompt before running commands', '运行前询问'),
    absent('--process-slot-var=VAR', 'set environment variable VAR in child processes', '进程槽变量'),
    row('-r, --no-run-if-empty', 'if there are no arguments, then do not run COMMAND', '没有参数时不运行'),
    row('-s, --max-chars=MAX-CHARS', 'limit length of command line to MAX-CHARS', '命令行最长几个字符'),
    absent('--show-limits', 'show limits on command-line length', '显示限制'),
    row('-t, --verbose', 'print commands before executing them', '运行前显示命令'),
    row('-x, --exit', 'exit if the size (see -s) is exceeded', '超长时退出'),
  ],
  operands: 'command',
  main: runXargs,
};

const DEFAULT_MAX_CHARS = 131_072;

function* runXargs(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, xargs, argv, { inOrder: true, usage: '[OPTION]... COMMAND [INITIAL-ARGS]...' });
  if (typeof opts === 'number') return opts;
  for (const [key, least] of Object.entries({ n: 1, L: 1, l: 1, s: 1, P: 0 })) {
    const text = opts.value(key);
    if (text === undefined) continue;
    const wrong = !/^-?\d+$/.test(text) ? 'invalid number' : Number(text) < least ? 'small' : undefined;
    if (wrong === undefined) continue;
    const words =
      wrong === 'small'
        ? `value ${text} for -${key} option should be >= ${least}`
        : `invalid number "${text}" for -${key} option`;
    yield* err(sys, `xargs: ${words}\nTry 'xargs --help' for more information.\n`);
    return 1;
  }
  return yield* new Runner(sys, opts).run();
}

const DELIMITERS: Readonly<Record<string, string>> = {
  '\\n': '\n',
  '\\t': '\t',
  '\\0': '\0',
  '\\r': '\r',
  '\\\\': '\\',
};

class Runner {
  readonly #sys: Sys;
  readonly #opts: Parsed;
  readonly #command: readonly string[];
  #running = 0;
  #status = 0;

  constructor(sys: Sys, opts: Parsed) {
    this.#sys = sys;
    this.#opts = opts;
    this.#command = opts.operands.length > 0 ? opts.operands : ['echo'];
  }

  get #replace(): string | undefined {
    const key = this.#opts.last('Ii') ?? (this.#opts.has('replace') ? 'replace' : undefined);
    return key === undefined ? undefined : (this.#opts.value(key) ?? '{}');
  }

  *run(): Program<number> {
    const text = yield* this.#readInput();
    if (isErrno(text)) {
      yield* err(this.#sys, `xargs: Cannot open input file '${this.#opts.value('a')}': ${strerror(text)}\n`);
      return 1;
    }
    const delimiter = this.#opts.has('0') ? '\0' : this.#delimiter();
    const read = readItems(text, delimiter, this.#replace !== undefined);
    for (const argv of this.#commandLines(read.lines, read.wrong !== undefined)) {
      if (typeof argv === 'string') {
        yield* err(this.#sys, `xargs: ${argv}\n`);
        return 1;
      }
      const stopped = yield* this.#start(argv);
      if (stopped !== undefined) return stopped;
    }
    while (this.#running > 0) {
      const stopped = yield* this.#waitOne();
      if (stopped !== undefined) return stopped;
    }
    if (read.wrong !== undefined) {
      yield* err(this.#sys, `xargs: ${read.wrong}\n`);
      return 1;
    }
    return this.#status;
  }

  #delimiter(): string | undefined {
    const text = this.#opts.value('d');
    return text === undefined ? undefined : (DELIMITERS[text] ?? text.slice(0, 1));
  }

  *#readInput(): Program<string | Errno> {
    const fd = openInput(this.#sys, this.#opts.value('a') ?? '-');
    if (isErrno(fd)) return fd;
    const text = yield* readAll(this.#sys, fd);
    closeInput(this.#sys, fd);
    return text;
  }

  /** Input that ends in an error leaves its last, unfilled command line unrun. */
  *#commandLines(lines: readonly Line[], broken: boolean): Generator<readonly string[] | string> {
    const replace = this.#replace;
    if (replace !== undefined) {
      for (const { items } of lines)
        for (const item of items)
          yield this.#command.map((word, i) => (i === 0 ? word : word.replaceAll(replace, item)));
      return;
    }
    const mostLines = Number(this.#opts.value('L') ?? (this.#opts.has('l') ? (this.#opts.value('l') ?? 1) : Infinity));
    const mostArgs = Number(this.#opts.value('n') ?? Infinity);
    const mostChars = Number(this.#opts.value('s') ?? DEFAULT_MAX_CHARS);
    const sizeOf = (words: readonly string[]) => words.reduce((sum, word) => sum + word.length + 1, 0);
    const base = sizeOf(this.#command);
    let args: string[] = [];
    let size = base;
    let taken = 0;
    let ran = false;
    for (const { items } of lines) {
      for (const item of items) {
        if (base + item.length + 1 > mostChars) {
          yield 'argument line too long';
          return;
        }
        if (args.length >= mostArgs || size + item.length + 1 > mostChars) {
          yield [...this.#command, ...args];
          ran = true;
          args = [];
          size = base;
        }
        args.push(item);
        size += item.length + 1;
      }
      if (++taken % mostLines === 0 && args.length > 0) {
        yield [...this.#command, ...args];
        ran = true;
        args = [];
        size = base;
      }
    }
    if (!broken && (args.length > 0 || (!ran && !this.#opts.has('r')))) yield [...this.#command, ...args];
  }

  *#start(argv: readonly string[]): Program<number | undefined> {
    if (this.#opts.has('t')) yield* err(this.#sys, `${argv.map(quoteArg).join(' ')}\n`);
    const pid = this.#spawn(argv);
    if (isErrno(pid)) {
      yield* err(this.#sys, `xargs: ${argv[0]}: ${strerror(pid)}\n`);
      return pid.errno === 'ENOENT' ? 127 : 126;
    }
    this.#running++;
    const most = Number(this.#opts.value('P') ?? 1) || Infinity;
    return this.#running >= most ? yield* this.#waitOne() : undefined;
  }

  #spawn(argv: readonly string[]): number | Errno {
    const name = argv[0]!;
    const directories = name.includes('/') ? [''] : (this.#sys.env.get('PATH') ?? '/usr/sbin:/usr/bin').split(':');
    const input = this.#sys.open(this.#opts.has('o') ? '/dev/tty' : '/dev/null', 'read');
    if (isErrno(input)) return input;
    const fds = new Map([
      [0, this.#opts.has('a') ? 0 : input],
      [1, 1],
      [2, 2],
    ]);
    let result: number | Errno = errno('ENOENT');
    for (const directory of directories) {
      const tried = this.#sys.spawn({ path: directory === '' ? name : `${directory}/${name}`, argv, fds });
      if (!isErrno(tried) || tried.errno !== 'ENOENT') result = tried;
      if (!isErrno(tried)) break;
    }
    this.#sys.close(input);
    return result;
  }

  /** Statuses as xargs(1) has them: 123 for a command's failure; 124 and 125 end everything. */
  *#waitOne(): Program<number | undefined> {
    const end = yield* this.#sys.wait(-1);
    this.#running--;
    if (isErrno(end)) return undefined;
    if (end.signal !== undefined) {
      yield* err(this.#sys, `xargs: ${this.#command[0]}: terminated by signal ${end.status - 128}\n`);
      return 125;
    }
    if (end.status === 255) {
      yield* err(this.#sys, `xargs: ${this.#command[0]}: exited with status 255; aborting\n`);
      return 124;
    }
    if (end.status !== 0) this.#status = 123;
    return undefined;
  }
}

const quoteArg = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
