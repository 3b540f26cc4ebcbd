// The terminal's line discipline, after drivers/tty/n_tty.c: echo, line editing keys and signals while cooked; every byte as it
// comes while raw. Output turns NL into CR NL in every mode (readline leaves OPOST on, too).
// Left out: Ctrl-Z and flow control (swallowed), Ctrl-V, Ctrl-R, and the column of what stood before the line (a tab is erased as if
// the line had begun at column 0). One courtesy: bytes that came while raw and are still unread when the terminal becomes
// cooked pass through the cooked discipline, so that a pasted `cat > file` gets its lines and its Ctrl-D.

import type { Bytes } from '../../base/bytes.ts';
import { errno, type Errno } from '../../base/errno.ts';
import { WaitQueue } from '../../sim/process.ts';
import type { Signal, TtyControl } from '../sys.ts';
import type { SpecialNode } from '../vfs/node.ts';
import { Description, EAGAIN, type Caller } from './description.ts';

export type TtyMode = TtyControl['mode'];

/** A longer line keeps its first bytes (N_TTY_BUF_SIZE). */
const MAX_LINE = 4095;
/** What nobody has read yet; what comes beyond it is lost, as in the kernel, only later. */
const MAX_UNREAD = 1 << 20;

const CTRL_C = 3;
const CTRL_D = 4;
const BACKSPACE = 8;
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const CTRL_Q = 17;
const CTRL_S = 19;
const CTRL_U = 21;
const CTRL_W = 23;
const CTRL_Z = 26;
const CTRL_BACKSLASH = 28;
const DELETE = 127;

const isContinuation = (code: number): boolean => (code & 0xc0) === 0x80;
const isWord = (code: number): boolean => /[A-Za-z0-9_]/.test(String.fromCharCode(code));

export class Terminal implements TtyControl {
  readonly name: string;
  columns = 80;
  rows = 24;
  readonly resized = new WaitQueue();
  readonly readable = new WaitQueue();
  foregroundGroup = 0;
  readonly #output: (bytes: Bytes) => void;
  readonly #signal: (group: number, signal: Signal) => void;
  #mode: TtyMode = 'cooked';
  #initialMode: TtyMode = 'cooked';
  /** Ready for readers: whole lines while cooked ('' is an end of file), bytes as they came while raw. */
  #ready: Bytes[] = [];
  #unread = 0;
  /** The line being typed. */
  #line = '';

  constructor(name: string, output: (bytes: Bytes) => void, signal: (group: number, signal: Signal) => void) {
    this.name = name;
    this.#output = output;
    this.#signal = signal;
  }

  get mode(): TtyMode {
    return this.#mode;
  }

  /** Something was typed that nobody has read yet. */
  get pending(): boolean {
    return this.#ready.length > 0 || this.#line !== '';
  }

  /** While nobody is at the terminal this also says how everyone after that finds it. */
  setMode(mode: TtyMode): void {
    if (this.foregroundGroup === 0) this.#initialMode = mode;
    const wasRaw = this.#mode === 'raw';
    this.#mode = mode;
    if (wasRaw === (mode === 'raw')) return;
    if (mode === 'raw') {
      if (this.#line !== '') this.#offer(this.#line);
      this.#line = '';
      return;
    }
    const waiting = this.#ready.join('');
    this.#forgetInput();
    if (waiting !== '') this.input(waiting);
  }

  setForegroundGroup(group: number): void {
    this.foregroundGroup = group;
    if (this.#ready.length > 0) this.readable.wake();
  }

  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return;
    this.columns = columns;
    this.rows = rows;
    this.resized.wake();
  }

  /** The other side hung up: nothing typed is left, and the mode is what a fresh terminal has. */
  reset(): void {
    this.#forgetInput();
    this.#line = '';
    this.#mode = this.#initialMode;
    this.foregroundGroup = 0;
  }

  #forgetInput(): void {
    this.#ready = [];
    this.#unread = 0;
  }

  #offer(bytes: Bytes): void {
    if (this.#unread + bytes.length > MAX_UNREAD) return;
    this.#unread += bytes.length;
    this.#ready.push(bytes);
    this.readable.wake();
  }

  /** Keys from outside. */
  input(bytes: Bytes): void {
    if (this.#mode === 'raw') {
      this.#offer(bytes);
      return;
    }
    for (let i = 0; i < bytes.length; i++) this.#key(bytes.charCodeAt(i));
  }

  #key(code: number): void {
    switch (code) {
      case CTRL_C:
        return this.#interrupt('SIGINT', '^C');
      case CTRL_BACKSLASH:
        return this.#interrupt('SIGQUIT', '^\\');
      case CTRL_S:
      case CTRL_Q:
      case CTRL_Z:
        return;
      case CTRL_D:
        this.#offer(this.#line);
        this.#line = '';
        return;
      case BACKSPACE:
      case DELETE:
        return this.#erase(this.#line.length - this.#lastCharacter());
      case CTRL_U:
        return this.#erase(0);
      case CTRL_W:
        return this.#erase(this.#wordStart());
      case RETURN:
      case NEWLINE:
        this.#echo('\n');
        this.#offer(`${this.#line}\n`);
        this.#line = '';
        return;
      default:
        if (this.#line.length >= MAX_LINE) return;
        this.#line += String.fromCharCode(code);
        this.#echo(code < 32 && code !== TAB ? `^${String.fromCharCode(code + 64)}` : String.fromCharCode(code));
    }
  }

  #interrupt(signal: Signal, shown: string): void {
    this.#line = '';
    this.#forgetInput();
    this.#echo(shown);
    if (this.foregroundGroup > 0) this.#signal(this.foregroundGroup, signal);
  }

  #echo(bytes: Bytes): void {
    if (this.#mode === 'cooked') this.write(bytes);
  }

  /** How many bytes the line's last character has. */
  #lastCharacter(): number {
    let bytes = Math.min(1, this.#line.length);
    while (bytes > 0 && bytes < this.#line.length && isContinuation(this.#line.charCodeAt(this.#line.length - bytes)))
      bytes++;
    return bytes;
  }

  /** Where the last word begins: from the end over what is no word, then over the word. */
  #wordStart(): number {
    let at = this.#line.length;
    while (at > 0 && !isWord(this.#line.charCodeAt(at - 1))) at--;
    while (at > 0 && isWord(this.#line.charCodeAt(at - 1))) at--;
    return at;
  }

  /** Cuts the line to `length` bytes, on the screen too. */
  #erase(length: number): void {
    const before = columnsOf(this.#line);
    this.#line = this.#line.slice(0, Math.max(0, length));
    const cells = before - columnsOf(this.#line);
    if (cells > 0) this.#echo('\b \b'.repeat(cells));
  }

  write(bytes: Bytes): void {
    this.#output(bytes.includes('\n') ? bytes.replaceAll('\n', '\r\n') : bytes);
  }

  read(max: number, caller: Caller): Bytes | Errno {
    // A process of another group would be stopped by SIGTTIN; it waits until it is in the foreground, which is the same to it.
    if (this.foregroundGroup !== 0 && caller.group !== this.foregroundGroup) return EAGAIN;
    if (this.#ready.length === 0) return EAGAIN;
    if (this.#mode === 'raw' && this.#ready.length > 1) this.#ready = [this.#ready.join('')];
    const first = this.#ready[0]!;
    const taken = first.slice(0, max);
    if (taken.length === first.length) this.#ready.shift();
    else this.#ready[0] = first.slice(max);
    this.#unread -= taken.length;
    return taken;
  }
}

/** How wide a line's bytes are on the screen, as the kernel counts: one cell a character, two for ^X. */
function columnsOf(line: Bytes): number {
  let columns = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === TAB) columns += 8 - (columns % 8);
    else if (code < 32) columns += 2;
    else if (!isContinuation(code)) columns++;
  }
  return columns;
}

export class TerminalDescription extends Description {
  readonly words: string;
  readonly node: SpecialNode;
  override readonly terminal: Terminal;
  override readonly readable: WaitQueue;

  constructor(terminal: Terminal, node: SpecialNode) {
    super();
    this.terminal = terminal;
    this.node = node;
    this.words = `/dev/${terminal.name}`;
    this.readable = terminal.readable;
  }

  override read(max: number, caller: Caller): Bytes | Errno {
    return this.terminal.read(max, caller);
  }

  override write(data: Bytes, _caller: Caller): number | Errno {
    this.terminal.write(data);
    return data.length;
  }
}

/** /dev/pts/0 and, for whoever has that terminal, /dev/tty. */
export const openTerminal = (terminal: Terminal | undefined, node: SpecialNode): Description | Errno =>
  terminal ? new TerminalDescription(terminal, node) : errno('ENXIO');
