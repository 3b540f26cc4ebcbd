// The operands of cp, mv and ln: sources and where each goes, into a directory or to a name.

import type { Sys } from '../../host/sys.ts';
import type { Parsed } from '../getopt.ts';
import { isDirectory, quote } from './input.ts';
import { joinPath, lastName } from './path.ts';

export type Pairs =
  | { readonly pairs: readonly (readonly [from: string, to: string])[] }
  | { readonly wrong: string; readonly usage: boolean };

/** Reads SOURCE... TARGET, -t DIRECTORY SOURCE... and -T. */
export function readPairs(sys: Sys, opts: Parsed): Pairs {
  const { operands } = opts;
  const into = opts.value('t');
  if (operands.length === 0) return { wrong: 'missing file operand', usage: true };
  if (into !== undefined) {
    if (!isDirectory(sys, into))
      return { wrong: `target directory ${quote(into)}: No such file or directory`, usage: false };
    return { pairs: operands.map((from) => [from, joinPath(into, lastName(from))] as const) };
  }
  if (operands.length === 1)
    return { wrong: `missing destination file operand after ${quote(operands[0]!)}`, usage: true };
  const target = operands.at(-1)!;
  const sources = operands.slice(0, -1);
  if (!opts.has('T') && isDirectory(sys, target))
    return { pairs: sources.map((from) => [from, joinPath(target, lastName(from))] as const) };
  if (sources.length > 1) {
    if (opts.has('T')) return { wrong: `extra operand ${quote(operands[2]!)}`, usage: true };
    return { wrong: `target ${quote(target)}: ${missing(sys, target)}`, usage: false };
  }
  return { pairs: [[sources[0]!, target]] };
}

const missing = (sys: Sys, path: string): string =>
  'errno' in sys.stat(path) ? 'No such file or directory' : 'Not a directory';
