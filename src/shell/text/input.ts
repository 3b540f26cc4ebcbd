// Reading what the text tools read: named files or standard input, in chunks or in batches of lines, with a turn given to
// others between chunks, so that an endless input still lets Ctrl-C and the other end of a pipe be heard.

import type { Bytes } from '../../base/bytes.ts';
import { isErrno, strerror, type Errno } from '../../base/errno.ts';
import type { Sys } from '../../host/sys.ts';
import { TURN, type Program } from '../../sim/process.ts';
import { err } from '../command.ts';

const CHUNK = 65_536;

/** The descriptor of a named input; '-' is standard input. A directory cannot be read. */
export function openInput(sys: Sys, name: string): number | Errno {
  if (name === '-') return 0;
  return sys.open(name, 'read');
}

export function closeInput(sys: Sys, fd: number): void {
  if (fd !== 0) sys.close(fd);
}

/** The next piece of a descriptor; '' at its end. */
export function* readChunk(sys: Sys, fd: number): Program<Bytes | Errno> {
  const data = yield* sys.read(fd, CHUNK);
  if (data !== '') yield TURN;
  return data;
}

/** All of a descriptor. */
export function* readAll(sys: Sys, fd: number): Program<Bytes | Errno> {
  const pieces: Bytes[] = [];
  for (;;) {
    const data = yield* readChunk(sys, fd);
    if (isErrno(data)) return data;
    if (data === '') return pieces.join('');
    pieces.push(data);
  }
}

/** Complete lines without their ends; `unterminated`: the last of them had none. */
export interface Batch {
  readonly lines: readonly Bytes[];
  readonly unterminated: boolean;
}

/** Cuts a descriptor into lines, as many at a time as a chunk brings. */
export class LineReader {
  readonly #sys: Sys;
  readonly #fd: number;
  readonly #end: string;
  #rest = '';
  #done = false;

  constructor(sys: Sys, fd: number, end = '\n') {
    this.#sys = sys;
    this.#fd = fd;
    this.#end = end;
  }

  /** The next lines; undefined at the end. */
  *next(): Program<Batch | Errno | undefined> {
    while (!this.#done) {
      const data = yield* readChunk(this.#sys, this.#fd);
      if (isErrno(data)) return data;
      if (data === '') {
        this.#done = true;
        const last = this.#rest;
        this.#rest = '';
        return last === '' ? undefined : { lines: [last], unterminated: true };
      }
      if (!data.includes(this.#end)) {
        this.#rest += data;
        continue;
      }
      const lines = (this.#rest + data).split(this.#end);
      this.#rest = lines.pop()!;
      return { lines, unterminated: false };
    }
    return undefined;
  }
}

/**
 * Opens each operand in turn (standard input when there are none) and hands its descriptor to `use`. What cannot be opened
 * is said as "CMD: FILE: reason". Answers whether all could be; `use` answers false to stop, or an Errno that reading met.
 */
export function* eachInput(
  sys: Sys,
  command: string,
  operands: readonly string[],
  use: (fd: number, name: string) => Program<Errno | false | void>,
  cannotOpen: (name: string) => string = quoteIfOdd,
): Program<boolean> {
  let well = true;
  for (const name of operands.length > 0 ? operands : ['-']) {
    const fd = openInput(sys, name);
    const ended = isErrno(fd) ? fd : yield* use(fd, name);
    if (!isErrno(fd)) closeInput(sys, fd);
    if (ended === false) break;
    if (isErrno(ended)) {
      well = false;
      yield* err(sys, `${command}: ${isErrno(fd) ? cannotOpen(name) : quoteIfOdd(name)}: ${strerror(ended)}\n`);
    }
  }
  return well;
}

/** All lines of all operands, for the tools that need everything before they can answer. */
export function* readLines(
  sys: Sys,
  fd: number,
  end = '\n',
): Program<{ readonly lines: Bytes[]; readonly unterminated: boolean } | Errno> {
  const text = yield* readAll(sys, fd);
  if (isErrno(text)) return text;
  if (text === '') return { lines: [], unterminated: false };
  const lines = text.split(end);
  const unterminated = lines.at(-1) !== '';
  if (!unterminated) lines.pop();
  return { lines, unterminated };
}

/** GNU's quotearg_colon (shell-escape style): bare unless a shell would see something in it. */
export function quoteIfOdd(name: string): string {
  if (name !== '' && /^[\w@%+=:,./~#[\]{}^-]+$/.test(name) && !/^[~#]/.test(name)) return name;
  return quote(name);
}

/** GNU's quoteaf: always in quotes; in the C locale with a shell's escapes. */
export function quote(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\x00-\x1f\x7f-\xff]/.test(name)) return escapeQuote(name);
  if (!name.includes("'")) return `'${name}'`;
  if (!/["\\$`]/.test(name)) return `"${name}"`;
  return `'${name.replaceAll("'", `'\\''`)}'`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

function escapeQuote(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const pieces = name.split(/([\x00-\x1f\x7f-\xff]+)/);
  let text = '';
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    if (i % 2 === 0) text += piece === '' && i > 0 ? '' : `'${piece.replaceAll("'", `'\\''`)}'`;
    else {
      const codes = [...piece].map((c) => ESCAPES[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
      text += `$'${codes.join('')}'`;
    }
  }
  return text;
}

export const isDirectory = (sys: Sys, path: string): boolean => {
  const stat = sys.stat(path);
  return !isErrno(stat) && stat.kind === 'directory';
};
