// History expansion (bash(1) HISTORY EXPANSION): !!, !n, !-n, !string, !?string?, ^old^new^, word designators and the modifiers
// h t r e p q s g. A line that was changed is shown before it runs.

import type { Program } from '../../sim/process.ts';
import type { History } from '../line/history.ts';
import { singleQuoted } from './quote.ts';
import type { Shell } from './shell.ts';

class NotFound extends Error {}

/** The line with its events in place; undefined when one is not found (said) or when :p asked to show only. */
export function* expandHistory(shell: Shell, line: string): Program<string | undefined> {
  const { history } = shell;
  if (!history || (!line.includes('!') && !line.startsWith('^'))) return line;
  let expanded: { text: string; print: boolean };
  try {
    expanded = expand(history, line);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    yield* shell.complain(error.message);
    shell.status = 1;
    return undefined;
  }
  if (expanded.text === line) return line;
  yield* shell.sys.write(2, `${expanded.text}\n`);
  if (!expanded.print) return expanded.text;
  history.add(expanded.text);
  return undefined;
}

function expand(history: History, line: string): { text: string; print: boolean } {
  const quick = /^\^([^^]*)\^([^^]*)\^?(.*)$/s.exec(line);
  if (quick) {
    const last = history.at(history.nextNumber - 1) ?? '';
    if (!last.includes(quick[1]!)) throw new NotFound(`:s${line}: substitution failed`);
    return { text: last.replace(quick[1]!, () => quick[2]!) + quick[3]!, print: false };
  }
  let text = '';
  let print = false;
  let double = false;
  for (let i = 0; i < line.length;) {
    const char = line[i]!;
    if (char === '\\') {
      text += line.slice(i, i + 2);
      i += 2;
    } else if (char === "'" && !double) {
      const end = line.indexOf("'", i + 1);
      const next = end < 0 ? line.length : end + 1;
      text += line.slice(i, next);
      i = next;
    } else if (char === '!' && isEvent(line, i, double)) {
      const found = event(history, line, i, text);
      text += found.text;
      print ||= found.print;
      i = found.end;
    } else {
      if (char === '"') double = !double;
      text += char;
      i++;
    }
  }
  return { text, print };
}

function isEvent(line: string, at: number, double: boolean): boolean {
  const next = line[at + 1];
  if (next === undefined || /[\s=(]/.test(next) || (double && next === '"')) return false;
  // ${!x} and $! are the shell's
  return (
    line[at - 1] !== '$' &&
    line.slice(at - 2, at) !== '${' &&
    !(line[at - 1] === '[' && /^!?[^[]*\]/.test(line.slice(at)))
  );
}

interface Found {
  readonly text: string;
  readonly end: number;
  readonly print: boolean;
}

function event(history: History, line: string, at: number, before: string): Found {
  const rest = line.slice(at + 1);
  let source: string | undefined;
  let used = 0;
  const number = /^-?\d+/.exec(rest);
  if (rest[0] === '!') {
    used = 1;
    source = history.at(history.nextNumber - 1);
  } else if (rest[0] === '#') {
    used = 1;
    source = before;
  } else if (number) {
    used = number[0].length;
    const n = Number(number[0]);
    source = history.at(n < 0 ? history.nextNumber + n : n);
  } else if (/^[$^*]/.test(rest) || rest[0] === ':') source = history.at(history.nextNumber - 1);
  else {
    const contains = /^\?([^?\n]*)\??/.exec(rest);
    const starts = /^[^\s:=;&|()<>"']+/.exec(rest);
    used = (contains ?? starts)?.[0].length ?? 0;
    for (let n = history.nextNumber - 1; n >= history.firstNumber && source === undefined; n--) {
      const candidate = history.at(n)!;
      if (contains ? candidate.includes(contains[1]!) : candidate.startsWith(starts?.[0] ?? '\0')) source = candidate;
    }
  }
  if (source === undefined) throw new NotFound(`!${rest.slice(0, used) || rest}: event not found`);
  return designated(source, line, at + 1 + used);
}

/** Words as the shell would split them, roughly: quotes hold together. */
const wordsOf = (text: string): string[] =>
  text.match(/(?:\\.|'[^']*'|"(?:\\.|[^"])*"|[^\s'"\\|&;()<>])+|[|&;()<>]+/gs) ?? [];

function designated(source: string, line: string, at: number): Found {
  const words = wordsOf(source);
  const last = words.length - 1;
  const rest = line.slice(at);
  const found = /^:?([$^*]|(?<=:)(?:\d+|[$^*])(?:-(?:\d+|\$)?|\*)?|(?<=:)-(?:\d+|\$))/.exec(rest);
  let text = source;
  let end = at;
  if (found && (rest[0] !== ':' || found[0].length > 1)) {
    end += found[0].length;
    const [from, to] = range(found[1]!, last);
    if (from > last + 1 || to > last) throw new NotFound(`${rest.slice(0, found[0].length)}: bad word specifier`);
    text = words.slice(from, to + 1).join(' ');
  }
  return modified(text, line, end);
}

function range(designator: string, last: number): [number, number] {
  if (designator === '*') return [1, last];
  const place = (word: string) => (word === '^' ? 1 : word === '$' ? last : Number(word));
  const found = /^(\d+|[$^])?(-|\*)?(\d+|\$)?$/.exec(designator)!;
  const from = found[1] === undefined ? 0 : place(found[1]);
  if (found[2] === '*') return [from, last];
  if (found[2] === '-') return [from, found[3] === undefined ? last - 1 : place(found[3])];
  return [from, from];
}

function modified(text: string, line: string, at: number): Found {
  let print = false;
  let end = at;
  for (;;) {
    const found = /^:(g?)(?:([htrepqx])|s(.)((?:(?!\3).)*)\3((?:(?!\3).)*)(?:\3|$))/.exec(line.slice(end));
    if (!found) return { text, end, print };
    end += found[0].length;
    switch (found[2]) {
      case 'h':
        text = text.replace(/\/[^/]*$/, '');
        break;
      case 't':
        text = text.replace(/^.*\//s, '');
        break;
      case 'r':
        text = text.replace(/\.[^./]*$/, '');
        break;
      case 'e':
        text = /\.[^./]*$/.exec(text)?.[0] ?? '';
        break;
      case 'p':
        print = true;
        break;
      case 'q':
      case 'x':
        text = singleQuoted(text);
        break;
      default:
        if (!text.includes(found[4]!)) throw new NotFound(`${found[0]}: substitution failed`);
        text = found[1] ? text.replaceAll(found[4]!, found[5]!) : text.replace(found[4]!, () => found[5]!);
    }
  }
}
