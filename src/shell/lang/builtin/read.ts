// read, mapfile and readarray (bash(1)): a line of input into variables.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Program } from '../../../sim/process.ts';
import { SignalError } from '../../../host/sys.ts';
import type { Builtin, Shell } from '../shell.ts';
import { assign, isName, toArray } from '../values.ts';
import { flags, notHere, number, type Flags } from './flags.ts';

interface Reading {
  readonly fd: number;
  readonly delimiter: string;
  /** At most so many characters. */
  readonly limit: number;
  /** -N: the delimiter does not end it. */
  readonly exactly: boolean;
  readonly raw: boolean;
  readonly untilUs: number | undefined;
  /** A key of a raw terminal: what the line discipline would have done is done here. */
  readonly key?: ((char: string) => Program<string>) | undefined;
}

/** What was read; a character that a backslash kept from meaning anything is marked. */
interface Line {
  readonly text: string;
  readonly escaped: ReadonlySet<number>;
  readonly end: 'delimiter' | 'limit' | 'input' | 'time';
}

export const read: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'ersa:d:i:n:N:p:t:u:');
  if (!options) return 2;
  for (const name of options.operands)
    if (!isName(name.replace(/\[.*\]$/s, ''))) {
      yield* shell.complain(`read: \`${name}': not a valid identifier`);
      return 1;
    }
  const reading = yield* readingOf(shell, options);
  if (typeof reading === 'number') return reading;
  if (options.has('p') && shell.sys.isTty(reading.fd)) yield* shell.sys.write(2, options.values.get('p')!);
  // characters are to be counted as they are typed: the terminal must not wait for a line
  const keyByKey = reading.limit < Infinity || reading.delimiter !== '\n';
  const tty = (options.has('s') || keyByKey) && shell.sys.isTty(reading.fd) ? shell.sys.tty() : undefined;
  const mode = tty?.mode;
  tty?.setMode(keyByKey ? 'raw' : 'cooked-no-echo');
  const echo = tty !== undefined && keyByKey && !options.has('s');
  let line: Line | number;
  try {
    line = yield* readLine(shell, {
      ...reading,
      key: tty && keyByKey ? (char) => typedKey(shell, char, echo) : undefined,
    });
  } finally {
    if (tty && mode) tty.setMode(mode);
  }
  if (typeof line === 'number') return line;
  const array = options.values.get('a');
  if (array !== undefined) shell.variables.setArray(array, split(shell, line, Infinity));
  else deliver(shell, options.operands, line, reading.exactly);
  if (line.end === 'time') return 142;
  return line.end === 'input' ? 1 : 0;
};

function* readingOf(shell: Shell, options: Flags): Program<Reading | number> {
  const fd = options.has('u') ? number(options.values.get('u')!) : 0;
  if (fd === undefined || fd < 0) {
    yield* shell.complain(`read: ${options.values.get('u')!}: invalid file descriptor specification`);
    return 1;
  }
  const letter = options.has('N') ? 'N' : 'n';
  const limit = options.has(letter) ? number(options.values.get(letter)!) : Infinity;
  if (limit === undefined || limit < 0) {
    yield* shell.complain(`read: ${options.values.get(letter)!}: invalid number`);
    return 1;
  }
  let untilUs: number | undefined;
  if (options.has('t')) {
    const seconds = Number(options.values.get('t'));
    if (!/^\d*\.?\d*$/.test(options.values.get('t')!) || Number.isNaN(seconds)) {
      yield* shell.complain(`read: ${options.values.get('t')!}: invalid timeout specification`);
      return 1;
    }
    untilUs = shell.sys.nowUs + Math.round(seconds * 1_000_000);
  }
  const delimiter = options.has('d') ? (options.values.get('d')![0] ?? '\0') : '\n';
  return { fd, delimiter, limit, exactly: options.has('N'), raw: options.has('r'), untilUs };
}

function* readLine(shell: Shell, reading: Reading): Program<Line | number> {
  let text = '';
  const escaped = new Set<number>();
  if (reading.limit === 0) return { text, escaped, end: 'limit' };
  const { sys } = shell;
  for (let backslash = false; ;) {
    let char = sys.readNow(reading.fd, 1);
    if (isErrno(char) && char.errno === 'EAGAIN') {
      if (reading.untilUs === undefined) char = yield* sys.read(reading.fd, 1);
      else if (sys.nowUs >= reading.untilUs) return { text, escaped, end: 'time' };
      else {
        const queue = sys.readable(reading.fd);
        if (isErrno(queue)) char = queue;
        else {
          yield { wait: 'queues', queues: [queue], untilUs: reading.untilUs };
          continue;
        }
      }
    }
    if (isErrno(char)) {
      yield* shell.complain(
        `read: ${char.errno === 'EBADF' ? `${reading.fd}: invalid file descriptor` : 'read error: 0'}: ${strerror(char)}`,
      );
      return 1;
    }
    if (char === '' || (reading.key && char === '\x04')) return { text, escaped, end: 'input' };
    if (reading.key) char = yield* reading.key(char);
    if (!reading.raw && !backslash && char === '\\') {
      backslash = true;
      continue;
    }
    if (backslash) {
      backslash = false;
      if (char === '\n') continue;
      escaped.add(text.length);
    } else if (char === reading.delimiter && !reading.exactly) return { text, escaped, end: 'delimiter' };
    if (char !== '\0') text += char;
    if (text.length >= reading.limit) return { text, escaped, end: 'limit' };
  }
}

function* typedKey(shell: Shell, char: string, echo: boolean): Program<string> {
  if (char === '\x03') throw new SignalError('SIGINT');
  const key = char === '\r' ? '\n' : char;
  if (echo) yield* shell.sys.write(2, key);
  return key;
}

function deliver(shell: Shell, names: readonly string[], line: Line, exactly: boolean): void {
  if (names.length === 0) {
    assign(shell, 'REPLY', line.text);
    return;
  }
  const values = exactly ? [line.text] : split(shell, line, names.length);
  names.forEach((word, i) => {
    const array = /^(\w+)\[(.*)\]$/s.exec(word);
    if (array) assign(shell, array[1]!, values[i] ?? '', { subscript: array[2]! });
    else assign(shell, word, values[i] ?? '');
  });
}

/** IFS splitting into at most `count` values, the last of which takes the rest. */
function split(shell: Shell, { text, escaped }: Line, count: number): string[] {
  const ifs = shell.variables.get('IFS') ?? ' \t\n';
  const isSpace = (i: number) => !escaped.has(i) && ' \t\n'.includes(text[i]!) && ifs.includes(text[i]!);
  const isDelimiter = (i: number) => !escaped.has(i) && ifs.includes(text[i]!);
  let end = text.length;
  while (end > 0 && isSpace(end - 1)) end--;
  let at = 0;
  while (at < end && isSpace(at)) at++;
  const values: string[] = [];
  while (at < end) {
    if (values.length === count - 1) {
      values.push(lastValue(text, at, end, isDelimiter, isSpace));
      return values;
    }
    const from = at;
    while (at < end && !isDelimiter(at)) at++;
    values.push(text.slice(from, at));
    while (at < end && isSpace(at)) at++;
    if (at < end && isDelimiter(at) && !isSpace(at)) {
      at++;
      while (at < end && isSpace(at)) at++;
    }
  }
  return values;
}

/** The rest of the line. One closing delimiter that is no blank is dropped when it is the only one. */
function lastValue(
  text: string,
  from: number,
  end: number,
  isDelimiter: (i: number) => boolean,
  isSpace: (i: number) => boolean,
): string {
  if (end > from && isDelimiter(end - 1) && !isSpace(end - 1)) {
    let others = false;
    for (let i = from; i < end - 1; i++) if (isDelimiter(i)) others = true;
    if (!others) return text.slice(from, end - 1);
  }
  return text.slice(from, end);
}

export const mapfile: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'd:n:O:s:tu:C:c:');
  if (!options) return 2;
  if (options.has('C')) return yield* notHere(shell, `${argv[0]!}: -C`);
  const name = options.operands[0] ?? 'MAPFILE';
  if (!isName(name)) {
    yield* shell.complain(`${argv[0]!}: \`${name}': not a valid identifier`);
    return 1;
  }
  const delimiter = options.has('d') ? (options.values.get('d')![0] ?? '\0') : '\n';
  const count = Number(options.values.get('n') ?? 0) || Infinity;
  const skip = Number(options.values.get('s') ?? 0);
  const fd = Number(options.values.get('u') ?? 0);
  const lines: string[] = [];
  const reading: Reading = { fd, delimiter, limit: Infinity, exactly: false, raw: true, untilUs: undefined };
  for (let i = 0; lines.length < count; i++) {
    const line = yield* readLine(shell, reading);
    if (typeof line === 'number') return line;
    if (line.end === 'input' && line.text === '') break;
    if (i >= skip) lines.push(line.text + (options.has('t') || line.end === 'input' ? '' : delimiter));
    if (line.end === 'input') break;
  }
  const origin = options.values.get('O');
  if (origin === undefined) shell.variables.setArray(name, lines);
  else {
    const variable = shell.variables.make(name);
    const array = toArray(variable);
    lines.forEach((line, i) => array.set(Number(origin) + i, line));
  }
  return 0;
};
