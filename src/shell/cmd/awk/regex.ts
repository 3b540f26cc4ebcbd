// awk's regular expressions: extended ones (POSIX awk, "Regular Expressions") in which a backslash may also spell a character,
// and in which a newline is a character like others.

import type { Bytes } from '../../../base/bytes.ts';
import { compileRegex } from '../../text/posix-regex.ts';
import { unescape } from './tokens.ts';
import { RunTimeFault } from './value.ts';

const cache = new Map<Bytes, RegExp>();

/** Compiled to be asked anywhere in a text: flags g and s. */
export function compile(source: Bytes): RegExp {
  const known = cache.get(source);
  if (known) {
    known.lastIndex = 0;
    return known;
  }
  const spelt = source.replace(/\\([^])/g, (all, char: string) =>
    /["/&]/.test(char) ? char : /[ntrafv]/.test(char) ? unescape(all) : /[0-7]/.test(char) ? unescape(all) : all,
  );
  const made = compileRegex(spelt, { extended: true });
  if ('wrong' in made) throw new RunTimeFault(`regular expression compile failed (${made.wrong})\n${source}`);
  const regex = new RegExp(made.source.replaceAll('[^\\n]', '[^]').replaceAll('[^\\n', '[^'), 'g');
  if (cache.size > 500) cache.clear();
  cache.set(source, regex);
  return regex;
}

export const matches = (source: Bytes, text: Bytes): boolean => compile(source).test(text);

/** Cuts a text at FS: a blank means runs of blanks, a single character itself, anything else a regular expression. */
export function splitText(text: Bytes, separator: Bytes): Bytes[] {
  if (separator === ' ') {
    const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
    return trimmed === '' ? [] : trimmed.split(/[ \t\n]+/);
  }
  if (text === '') return [];
  if (separator === '') return [...text];
  if (separator.length === 1 && separator !== '\\') return text.split(separator);
  const parts: Bytes[] = [];
  let from = 0;
  for (const found of text.matchAll(compile(separator))) {
    if (found[0] === '') continue;
    parts.push(text.slice(from, found.index));
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}
