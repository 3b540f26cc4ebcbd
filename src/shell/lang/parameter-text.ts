// What the forms of `${…}` do to a text: removing, replacing, cutting, changing case, `@` transformations.

import { encodeUtf8, decodeUtf8 } from '../../base/bytes.ts';
import { ExpansionError } from './control.ts';
import { patternRegExp, type PatternOptions } from './pattern.ts';
import { BREAK, type Part } from './pieces.ts';
import { ansiUnescaped } from './escapes.ts';
import { alwaysQuoted, doubleQuoted } from './quote.ts';
import type { Shell } from './shell.ts';
import { arithmetic, keys } from './values.ts';
import { declaration, letters } from './declaration.ts';

const options = (shell: Shell): PatternOptions => ({
  extglob: shell.options.shopt('extglob'),
  ignoreCase: shell.options.shopt('nocasematch'),
});

/** In a UTF-8 locale `?` is a character. */
const inCharacters = (shell: Shell, text: string): boolean =>
  // eslint-disable-next-line no-control-regex -- the range is ASCII itself
  shell.utf8 && !/^[\x00-\x7f]*$/.test(text);

const decoded = (shell: Shell, text: string, pattern: string): [string, string, (text: string) => string] =>
  inCharacters(shell, text) ? [decodeUtf8(text), decodeUtf8(pattern), encodeUtf8] : [text, pattern, (t) => t];

export function removed(shell: Shell, bytes: string, operator: '#' | '##' | '%' | '%%', glob: string): string {
  const [text, pattern, back] = decoded(shell, bytes, glob);
  const how = { ...options(shell), ignoreCase: false };
  if (operator === '%' || operator === '%%') {
    const found = patternRegExp(pattern, how, operator === '%' ? 'end-shortest' : 'end-longest').exec(text);
    return found ? back(found[1]!) : bytes;
  }
  if (operator === '##' || !/[?*+@!]\(/.test(pattern)) {
    const found = patternRegExp(pattern, how, operator === '#' ? 'start-shortest' : 'start-longest').exec(text);
    return found ? back(text.slice(found[0].length)) : bytes;
  }
  const whole = patternRegExp(pattern, how);
  for (let i = 0; i <= text.length; i++) if (whole.test(text.slice(0, i))) return back(text.slice(i));
  return bytes;
}

export function replaced(
  shell: Shell,
  bytes: string,
  operator: '/' | '//' | '/#' | '/%',
  glob: string,
  replacement: readonly Part[],
): string {
  const [text, pattern, back] = decoded(shell, bytes, glob);
  const asText = (part: string) => (inCharacters(shell, bytes) ? decodeUtf8(part) : part);
  const ampersand = shell.options.shopt('patsub_replacement');
  const by = (match: string): string => {
    let result = '';
    for (const part of replacement) {
      if (part === BREAK) result += ' ';
      else if (part.quoted || !ampersand) result += asText(part.text);
      else result += asText(part.text).replace(/\\&|&/g, (found) => (found === '&' ? match : '&'));
    }
    return result;
  };
  const how = options(shell);
  if (pattern === '') return operator === '/#' ? back(by('') + text) : operator === '/%' ? back(text + by('')) : bytes;
  if (operator === '/#') {
    const found = patternRegExp(pattern, how, 'start-longest').exec(text);
    return found ? back(by(found[0]) + text.slice(found[0].length)) : bytes;
  }
  if (operator === '/%') {
    const found = patternRegExp(pattern, how, 'end-longest').exec(text);
    return found ? back(found[1]! + by(text.slice(found[1]!.length))) : bytes;
  }
  const regexp = patternRegExp(pattern, how, 'anywhere');
  let once = false;
  return back(
    text.replace(regexp, (match: string) => {
      if ((once && operator === '/') || match === '') return match;
      once = true;
      return by(match);
    }),
  );
}

export function sliced(shell: Shell, bytes: string, offsetText: string, lengthText: string | undefined): string {
  const characters = inCharacters(shell, bytes) ? [...decodeUtf8(bytes)] : undefined;
  const size = characters ? characters.length : bytes.length;
  let from = Number(arithmetic(shell, offsetText));
  if (from < 0) from += size;
  let to = size;
  if (lengthText !== undefined) {
    const length = Number(arithmetic(shell, lengthText));
    to = length < 0 ? size + length : from + length;
    if (to < from && from <= size && from >= 0) throw new ExpansionError(`${lengthText}: substring expression < 0`);
  }
  if (from < 0 || from > size) return '';
  return characters ? encodeUtf8(characters.slice(from, to).join('')) : bytes.slice(from, to);
}

export function caseModified(
  shell: Shell,
  bytes: string,
  operator: '^' | '^^' | ',' | ',,',
  pattern: string | undefined,
): string {
  const [text, glob, back] = decoded(shell, bytes, pattern ?? '?');
  const regexp = patternRegExp(glob === '' ? '?' : glob, options(shell));
  const change = (char: string) =>
    regexp.test(char) ? (operator.startsWith('^') ? char.toUpperCase() : char.toLowerCase()) : char;
  const ascii = (char: string) => (char.charCodeAt(0) < 128 || inCharacters(shell, bytes) ? change(char) : char);
  const characters = [...text];
  return back(
    operator.length === 2 ? characters.map(ascii).join('') : ascii(characters[0] ?? '') + characters.slice(1).join(''),
  );
}

/** `${x@LETTER}`. */
export function transformed(
  shell: Shell,
  letter: string,
  name: string,
  values: readonly string[],
  list: boolean,
  subscript: string | undefined,
): string[] {
  switch (letter) {
    case 'Q':
      return values.map(alwaysQuoted);
    case 'E':
      return values.map((value) => ansiUnescaped(value, shell.utf8).text);
    case 'U':
      return values.map((value) => caseModified(shell, value, '^^', undefined));
    case 'L':
      return values.map((value) => caseModified(shell, value, ',,', undefined));
    case 'u':
      return values.map((value) => caseModified(shell, value, '^', undefined));
    case 'a':
      return list || values.length > 1
        ? values.map(() => letters(shell.variables.find(name)))
        : [letters(shell.variables.find(name))];
    case 'A':
      return [declaration(shell, name, list || subscript === undefined)];
    case 'K':
    case 'k': {
      if (!list) return values.map(alwaysQuoted);
      const names = keys(shell.variables.find(name));
      if (letter === 'k') return values.flatMap((value, i) => [names[i] ?? String(i), value]);
      return [values.map((value, i) => `${names[i] ?? i} ${doubleQuoted(value)}`).join(' ')];
    }
    default:
      return [...values];
  }
}
