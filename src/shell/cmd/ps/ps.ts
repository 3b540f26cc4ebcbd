// ps (procps-ng 3.3.10): which processes to show (-e, -p, -C, a, x; otherwise those of this terminal) and how (-f, u, -o). What this kernel does
// not keep (processor time, memory) is 0, as for a process that has used none.

import type { ProcessInfo, Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { row } from '../../option.ts';
import { COLUMNS, type Column, type View } from './columns.ts';

export const ps: Command = {
  name: 'ps',
  summary: { zh: '列出进程', en: 'Report a snapshot of the current processes.' },
  options: [
    row('-e', 'all processes', '所有进程'),
    row('-A', 'all processes', '所有进程'),
    row('-f', 'full-format', '完整格式'),
    row('-p PIDLIST', 'process id', '按进程号'),
    row('-C CMDLIST', 'command name', '按命令名'),
    row('-o FORMAT', 'user-defined format', '自定义列', Object.keys(COLUMNS)),
    row('-w', 'unlimited output width', '不截断'),
    row('--no-headers', 'do not print header at all', '不要表头'),
  ],
  main: runPs,
};

interface Asked {
  all: boolean;
  /** a: with a terminal; x: also those without. */
  bsd: Set<string>;
  pids: Set<number> | undefined;
  names: Set<string> | undefined;
  columns: readonly (readonly [Column, string])[] | undefined;
  full: boolean;
  wide: boolean;
  headers: boolean;
}

const columnsOf = (names: string): readonly (readonly [Column, string])[] =>
  names.split(',').map((name) => [COLUMNS[name]!, COLUMNS[name]!.header] as const);

const SHORT = columnsOf('pid,tty,time,ucmd');
const FULL = columnsOf('uid_hack,pid,ppid,c,stime,tty,time,args');
const USER = columnsOf('user,pid,%cpu,%mem,vsz,rss,tty8,stat,start,bsdtime,command');
const BSD = columnsOf('pid,tty8,stat,bsdtime,command');

function* runPs(sys: Sys, argv: readonly string[]): Program<number> {
  const asked = readOptions(argv.slice(1));
  if (typeof asked === 'string') {
    if (asked.startsWith('-') || asked.startsWith('option')) return yield* notHere(sys, 'ps', asked);
    yield* err(sys, `${asked}\n`);
    return 1;
  }
  const terminal = sys.processes().find(({ pid }) => pid === sys.pid)?.tty;
  const shown = sys.processes().filter((one) => isShown(one, asked, terminal));
  const view: View = { sys, foreground: sys.tty()?.foregroundGroup ?? sys.group };
  const columns = asked.columns ?? (asked.full ? FULL : asked.bsd.has('u') ? USER : asked.bsd.size > 0 ? BSD : SHORT);
  const limit = sys.isTty(1) && !asked.wide ? (sys.tty()?.columns ?? Infinity) : Infinity;
  const print = (cells: readonly string[]): string =>
    `${cells
      .map((cell, at) => {
        const [{ width, left }] = columns[at]!;
        if (!left) return cell.padStart(width);
        return at === columns.length - 1 ? cell : cell.padEnd(width);
      })
      .join(' ')
      .slice(0, limit)}\n`;
  if (asked.headers && columns.some(([, header]) => header !== ''))
    yield* out(sys, print(columns.map(([, header]) => header)));
  for (const one of shown) yield* out(sys, print(columns.map(([column]) => column.text(one, view))));
  return shown.length > 0 ? 0 : 1;
}

function isShown(one: ProcessInfo, asked: Asked, terminal: string | undefined): boolean {
  if (asked.pids || asked.names) return asked.pids?.has(one.pid) || asked.names?.has(COLUMNS.comm!.name(one)) || false;
  if (asked.all) return true;
  if (asked.bsd.has('a') && asked.bsd.has('x')) return true;
  if (asked.bsd.has('a')) return one.tty !== undefined;
  if (asked.bsd.has('x')) return true;
  return one.tty !== undefined && one.tty === terminal;
}

/** The options, or what is wrong with them: a word that begins with `-` is one that is not here. */
function readOptions(args: readonly string[]): Asked | string {
  const asked: Asked = {
    all: false,
    bsd: new Set(),
    pids: undefined,
    names: undefined,
    columns: undefined,
    full: false,
    wide: false,
    headers: true,
  };
  const words = [...args];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const wrong = word.startsWith('--')
      ? readLong(word, words, asked)
      : word.startsWith('-')
        ? readUnix(word.slice(1), words, asked)
        : readBsd(word, words, asked);
    if (wrong !== undefined) return wrong;
  }
  return asked;
}

function readLong(word: string, words: string[], asked: Asked): string | undefined {
  const [name, inline] = word.split(/=(.*)/s);
  if (name === '--no-headers' || name === '--no-heading' || name === '--noheaders') asked.headers = false;
  else if (name === '--pid') return takeList('p', inline ?? words.shift(), asked);
  else if (name === '--format') return takeList('o', inline ?? words.shift(), asked);
  else return word;
  return undefined;
}

function readUnix(letters: string, words: string[], asked: Asked): string | undefined {
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at]!;
    if (letter === 'e' || letter === 'A') asked.all = true;
    else if (letter === 'f') asked.full = true;
    else if (letter === 'w') asked.wide = true;
    else if ('pCo'.includes(letter)) return takeList(letter, letters.slice(at + 1) || words.shift(), asked);
    // "-aux" is taken for BSD options, as procps does when there is no user x.
    else if (/^[aux]+$/.test(letters)) return readBsd(letters, words, asked);
    else return `-${letter}`;
  }
  return undefined;
}

function readBsd(letters: string, words: string[], asked: Asked): string | undefined {
  if (/^\d[\d,]*$/.test(letters)) return takeList('p', letters, asked);
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at]!;
    if ('aux'.includes(letter)) asked.bsd.add(letter);
    else if (letter === 'w') asked.wide = true;
    else if (letter === 'h') asked.headers = false;
    else if (letter === 'p' || letter === 'o') return takeList(letter, letters.slice(at + 1) || words.shift(), asked);
    else return `option ${letter}`;
  }
  return undefined;
}

function takeList(letter: string, list: string | undefined, asked: Asked): string | undefined {
  if (list === undefined)
    return `error: list of ${letter === 'p' ? 'process IDs' : letter === 'C' ? 'command names' : 'formats'} must follow -${letter}`;
  const items = list.split(/[\s,]+/).filter(Boolean);
  if (letter === 'p') {
    if (!items.every((item) => /^\d+$/.test(item))) return 'error: process ID list syntax error';
    asked.pids = new Set([...(asked.pids ?? []), ...items.map(Number)]);
  } else if (letter === 'C') asked.names = new Set([...(asked.names ?? []), ...items]);
  else {
    const columns: (readonly [Column, string])[] = [];
    for (const item of items) {
      const [name, header] = item.split(/=(.*)/s) as [string, string | undefined];
      const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
      if (!column) return `error: unknown user-defined format specifier "${name}"`;
      columns.push([column, header ?? column.header]);
    }
    asked.columns = [...(asked.columns ?? []), ...columns];
  }
  return undefined;
}
