// wc (GNU coreutils 9.1): counts of lines, words, characters and bytes. In the C locale a character is a byte.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { row } from '../../option.ts';
import { closeInput, openInput, quoteIfOdd, readAll, readChunk } from '../../text/input.ts';

export const wc: Command = {
  name: 'wc',
  summary: { zh: '统计行数、词数、字节数', en: 'Print newline, word, and byte counts for each FILE.' },
  options: [
    row('-c, --bytes', 'print the byte counts', '字节数'),
    row('-m, --chars', 'print the character counts', '字符数'),
    row('-l, --lines', 'print the newline counts', '行数'),
    row(
      '--files0-from=F',
      'read input from the files named in file F, NUL-separated',
      '从文件 F 读文件名（以 NUL 分隔）',
    ),
    row('-L, --max-line-length', 'print the maximum display width', '最长行的宽度'),
    row('-w, --words', 'print the word counts', '词数'),
  ],
  operands: 'file',
  main: runWc,
};

interface Counts {
  lines: number;
  words: number;
  bytes: number;
  longest: number;
}

const ORDER = 'lwmcL';

function* runWc(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, wc, argv);
  if (typeof opts === 'number') return opts;
  const chosen = [...ORDER].filter((key) => opts.has(key));
  const shown = chosen.length > 0 ? chosen : ['l', 'w', 'c'];
  const names = yield* namesOf(sys, opts.value('files0-from'), opts.operands);
  if (!names) return 1;
  const implicit = names.length === 0;
  const inputs = implicit ? ['-'] : names;
  const width = fieldWidth(sys, inputs, shown.length);
  const total: Counts = { lines: 0, words: 0, bytes: 0, longest: 0 };
  let status = 0;
  for (const name of inputs) {
    const fd = openInput(sys, name);
    const counts = isErrno(fd) ? fd : yield* countAll(sys, fd);
    if (!isErrno(fd)) closeInput(sys, fd);
    if (isErrno(counts)) {
      yield* err(sys, `wc: ${quoteIfOdd(name)}: ${strerror(counts)}\n`);
      status = 1;
      if (isErrno(fd)) continue;
    }
    const found = isErrno(counts) ? { lines: 0, words: 0, bytes: 0, longest: 0 } : counts;
    yield* out(sys, line(found, shown, width, implicit ? '' : name));
    total.lines += found.lines;
    total.words += found.words;
    total.bytes += found.bytes;
    total.longest = Math.max(total.longest, found.longest);
  }
  if (inputs.length > 1) yield* out(sys, line(total, shown, width, 'total'));
  return status;
}

function* namesOf(
  sys: Sys,
  from: string | undefined,
  operands: readonly string[],
): Program<readonly string[] | undefined> {
  if (from === undefined) return operands;
  if (operands.length > 0) {
    yield* err(
      sys,
      `wc: extra operand '${operands[0]}'\nfile operands cannot be combined with --files0-from\nTry 'wc --help' for more information.\n`,
    );
    return undefined;
  }
  const fd = openInput(sys, from);
  const text = isErrno(fd) ? fd : yield* readAll(sys, fd);
  if (isErrno(text)) {
    yield* err(sys, `wc: cannot open '${from}' for reading: ${strerror(text)}\n`);
    return undefined;
  }
  return text.split('\0').filter((name) => name !== '');
}

/** As wide as the sum of the sizes of regular files; 7 when something else is read; 1 for a single number of a single input. */
function fieldWidth(sys: Sys, inputs: readonly string[], columns: number): number {
  if (inputs.length === 1 && columns === 1) return 1;
  let sum = 0;
  let least = 1;
  for (const name of inputs) {
    const path = name === '-' ? sys.descriptors().find(({ fd }) => fd === 0)?.description : name;
    const stat = path === undefined ? undefined : sys.stat(path);
    if (isErrno(stat) && name !== '-') continue;
    if (stat && !isErrno(stat) && stat.kind === 'file') sum += stat.size;
    else least = 7;
  }
  return Math.max(least, String(sum).length);
}

const KEYS: Readonly<Record<string, keyof Counts>> = { l: 'lines', w: 'words', m: 'bytes', c: 'bytes', L: 'longest' };

const line = (counts: Counts, shown: readonly string[], width: number, name: string): string =>
  `${shown.map((key) => String(counts[KEYS[key]!]).padStart(width)).join(' ')}${name && ` ${name}`}\n`;

function* countAll(sys: Sys, fd: number) {
  const counts: Counts = { lines: 0, words: 0, bytes: 0, longest: 0 };
  let inWord = false;
  let column = 0;
  for (;;) {
    const data = yield* readChunk(sys, fd);
    if (isErrno(data)) return data;
    if (data === '') break;
    counts.bytes += data.length;
    for (let i = 0; i < data.length; i++) {
      const code = data.charCodeAt(i);
      if (code === 10) counts.lines++;
      if (code === 10 || code === 13 || code === 12) {
        counts.longest = Math.max(counts.longest, column);
        column = 0;
      } else if (code === 9) column += 8 - (column % 8);
      else if (code >= 32 && code < 127) column++;
      const space = code === 32 || (code >= 9 && code <= 13);
      if (!space && !inWord && code > 32 && code < 127) {
        counts.words++;
        inWord = true;
      } else if (space) inWord = false;
    }
  }
  counts.longest = Math.max(counts.longest, column);
  return counts;
}
