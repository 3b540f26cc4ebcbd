// cut (GNU coreutils 9.1): bytes, characters (bytes, in the C locale) or fields of lines.

import { isErrno, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { row } from '../../option.ts';
import { eachInput, LineReader, quote } from '../../text/input.ts';

export const cut: Command = {
  name: 'cut',
  summary: { zh: '取出每行的一部分', en: 'Print selected parts of lines from each FILE to standard output.' },
  options: [
    row('-b, --bytes=LIST', 'select only these bytes', '只取这些字节'),
    row('-c, --characters=LIST', 'select only these characters', '只取这些字符'),
    row('-d, --delimiter=DELIM', 'use DELIM instead of TAB for field delimiter', '字段分隔符（默认制表符）'),
    row('-f, --fields=LIST', 'select only these fields', '只取这些字段'),
    row('-n', '(ignored)', '（忽略）'),
    row('--complement', 'complement the set of selected bytes, characters or fields', '取其余的部分'),
    row('-s, --only-delimited', 'do not print lines not containing delimiters', '不输出没有分隔符的行'),
    row('--output-delimiter=STRING', 'use STRING as the output delimiter', '输出的分隔符'),
    row('-z, --zero-terminated', 'line delimiter is NUL, not newline', '以 NUL 分行'),
  ],
  operands: 'file',
  main: runCut,
};

/** Positions from 1, both ends included. */
type Range = readonly [from: number, to: number];

function* fail(sys: Sys, words: string): Program<number> {
  yield* err(sys, `cut: ${words}\nTry 'cut --help' for more information.\n`);
  return 1;
}

function* runCut(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, cut, argv, { usage: 'OPTION... [FILE]...' });
  if (typeof opts === 'number') return opts;
  const wrong = checkOptions(opts);
  if (wrong !== undefined) return yield* fail(sys, wrong);
  const byField = opts.has('f');
  const ranges = readList(opts.value(byField ? 'f' : opts.has('b') ? 'b' : 'c')!, byField);
  if (typeof ranges === 'string') return yield* fail(sys, ranges);
  const delimiter = opts.value('d') === '' ? '\0' : (opts.value('d') ?? '\t');
  const how: How = {
    ranges,
    complement: opts.has('complement'),
    delimiter,
    joint: opts.value('output-delimiter'),
    onlyDelimited: opts.has('s'),
    end: opts.has('z') ? '\0' : '\n',
  };
  const take = byField ? takeFields : takeBytes;
  const well = yield* eachInput(sys, 'cut', opts.operands, function* (fd): Program<Errno | void> {
    const reader = new LineReader(sys, fd, how.end);
    for (;;) {
      const batch = yield* reader.next();
      if (batch === undefined || isErrno(batch)) return batch;
      yield* out(sys, batch.lines.map((line) => take(line, how)).join(''));
    }
  });
  return well ? 0 : 1;
}

function checkOptions(opts: Parsed): string | undefined {
  const kinds = ['b', 'c', 'f'].reduce((sum, key) => sum + opts.count(key), 0);
  if (kinds === 0) return 'you must specify a list of bytes, characters, or fields';
  if (kinds > 1) return 'only one list may be specified';
  if ((opts.value('d') ?? '').length > 1) return 'the delimiter must be a single character';
  if (opts.has('d') && !opts.has('f')) return 'an input delimiter may be specified only when operating on fields';
  if (opts.has('s') && !opts.has('f'))
    return 'suppressing non-delimited lines makes sense\n\tonly when operating on fields';
  return undefined;
}

/** `1,3-5,7-`: sorted and joined; words when it is wrong. */
function readList(text: string, fields: boolean): readonly Range[] | string {
  const ranges: Range[] = [];
  const what = fields ? 'field value' : 'byte/character position';
  for (const piece of text.split(/[, \t]/)) {
    const parts = /^(\d*)(-?)(\d*)$/.exec(piece);
    if (!parts) {
      const bad = /^[\d-]*-.*-/.test(piece) || /^\d*-\d*$/.test(piece);
      if (bad) return `invalid ${fields ? 'field' : 'byte or character'} range`;
      return `invalid ${what} ${quote(piece.replace(/^\d+-?/, ''))}`;
    }
    const [, from = '', dash, to = ''] = parts;
    if (from === '' && to === '' && dash) return 'invalid range with no endpoint: -';
    if (from === '' && to === '')
      return fields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1';
    const low = from === '' ? 1 : Number(from);
    const high = dash ? (to === '' ? Infinity : Number(to)) : low;
    if (low === 0 || (to !== '' && high === 0 && from === ''))
      return fields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1';
    if (high < low) return 'invalid decreasing range';
    ranges.push([low, high]);
  }
  return merge(ranges.sort((a, b) => a[0] - b[0]));
}

/** Overlapping ranges become one; neighbours stay two (an output delimiter stands between them). */
function merge(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last && range[0] <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], range[1])];
    else merged.push(range);
  }
  return merged;
}

interface How {
  readonly ranges: readonly Range[];
  readonly complement: boolean;
  readonly delimiter: string;
  readonly joint: string | undefined;
  readonly onlyDelimited: boolean;
  readonly end: string;
}

function invert(ranges: readonly Range[]): readonly Range[] {
  const rest: Range[] = [];
  let from = 1;
  for (const [low, high] of ranges) {
    if (low > from) rest.push([from, low - 1]);
    from = high + 1;
  }
  if (from < Infinity) rest.push([from, Infinity]);
  return rest;
}

const chosen = (how: How): readonly Range[] => (how.complement ? invert(how.ranges) : how.ranges);

function takeBytes(line: string, how: How): string {
  const pieces = chosen(how).map(([from, to]) => line.slice(from - 1, to));
  return pieces.filter((piece) => piece !== '').join(how.joint ?? '') + how.end;
}

function takeFields(line: string, how: How): string {
  if (!line.includes(how.delimiter)) return how.onlyDelimited ? '' : line + how.end;
  const fields = line.split(how.delimiter);
  const kept = chosen(how).flatMap(([from, to]) => fields.slice(from - 1, to));
  return kept.join(how.joint ?? how.delimiter) + how.end;
}
