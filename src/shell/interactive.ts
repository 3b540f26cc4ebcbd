// The shell at a terminal (bash(1) INTERACTIVE SHELLS): prompt, read, run, tell of jobs; Ctrl-C comes back to the prompt. With
// editing off (--noediting, NOEDITING=1) the terminal stays as it is and gives whole lines.

import { decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import { isErrno } from '../base/errno.ts';
import type { Program } from '../sim/process.ts';
import { ExitError, SignalError } from '../host/sys.ts';
import { ChildInterrupted, ExpansionError, LoopControl, ReturnControl } from './lang/control.ts';
import { expandHistory } from './lang/history-expand.ts';
import { notify } from './lang/external.ts';
import { promptText } from './lang/prompt.ts';
import { complainOfSyntax, GivenUp, nextCommand, runCommand, runText } from './lang/run.ts';
import type { Scanned } from './lang/scan.ts';
import type { Shell } from './lang/shell.ts';
import { runPending } from './lang/trap.ts';
import { Buffer } from './line/buffer.ts';

import { completer } from './line/complete.ts';
import { editedLine } from './line/terminal.ts';
import { History } from './line/history.ts';
import { joinLines } from './line/join.ts';
import type { ShellState } from './state.ts';

const PS1 = '[\\u@\\h \\W]\\$ ';

export function* interactive(
  shell: Shell,
  observer: ShellState | undefined,
  how: { readonly noEditing: boolean; readonly noRc: boolean },
): Program<number> {
  const session = new Session(shell, observer, how.noEditing || shell.variables.get('NOEDITING') === '1');
  yield* session.begin(how.noRc);
  try {
    for (;;) {
      const ended = yield* session.round();
      if (ended !== undefined) return ended;
    }
  } finally {
    session.saveHistory();
  }
}

class Session {
  readonly #shell: Shell;
  readonly #observer: ShellState | undefined;
  readonly #noEditing: boolean;
  readonly #history = new History();
  readonly #buffer = new Buffer();
  /** The number of the next line typed, for $LINENO. */
  #line = 1;

  constructor(shell: Shell, observer: ShellState | undefined, noEditing: boolean) {
    this.#shell = shell;
    this.#observer = observer;
    this.#noEditing = noEditing;
  }

  *begin(noRc: boolean): Program {
    const shell = this.#shell;
    shell.interactive = shell.atTerminal = true;
    shell.history = this.#history;
    for (const name of ['monitor', 'histexpand', 'history']) shell.options.turn(name, true);
    if (!this.#noEditing) shell.options.turn('emacs', true);
    shell.options.turnShopt('expand_aliases', true);
    const standard = {
      PS1,
      PS2: '> ',
      HISTFILE: `${shell.variables.get('HOME') ?? ''}/.bash_history`,
      HISTSIZE: '500',
      HISTFILESIZE: '500',
    };
    for (const [name, value] of Object.entries(standard))
      if (shell.variables.get(name) === undefined) shell.variables.set(name, value);
    shell.sys.tty()?.setForegroundGroup(shell.sys.group);
    if (!noRc && shell.variables.get('NOEDITING') !== '1') yield* this.#startupFiles();
    this.#history.limit = Number(shell.variables.get('HISTSIZE')) || 500;
    const file = shell.variables.get('HISTFILE');
    const text = file ? shell.sys.readFile(file) : '';
    if (!isErrno(text)) for (const line of text.split('\n')) if (line !== '') this.#history.add(line);
    this.#history.saved();
    this.#observe('', false);
  }

  *#startupFiles(): Program {
    const shell = this.#shell;
    const login = shell.options.shopt('login_shell');
    const home = shell.variables.get('HOME') ?? '/root';
    const readable = (path: string) => !isErrno(shell.sys.stat(path));
    const own = ['.bash_profile', '.bash_login', '.profile'].map((name) => `${home}/${name}`).find(readable);
    const files = login ? ['/etc/profile', ...(own ? [own] : [])] : [`${home}/.bashrc`];
    for (const path of files) {
      const text = shell.sys.readFile(path);
      if (isErrno(text)) continue;
      shell.sourcing++;
      try {
        yield* runText(shell, text, { name: path, firstLine: 1 });
      } catch (error) {
        if (!(error instanceof GivenUp || error instanceof ReturnControl)) throw error;
      } finally {
        shell.sourcing--;
      }
    }
  }

  /** One command line. Answers the status when the shell ends. */
  *round(): Program<number | undefined> {
    const shell = this.#shell;
    let typed = '';
    try {
      yield* notify(shell);
      yield* this.#promptCommand();
      const read = yield* this.#read();
      if (read === undefined) {
        yield* shell.sys.write(2, shell.options.shopt('login_shell') ? 'logout\n' : 'exit\n');
        return shell.status;
      }
      if (read.kind === 'nothing') return undefined;
      typed = decodeUtf8(read.text.replace(/\n$/, ''));
      if (typed.trim() !== '') shell.sys.record({ kind: 'command.typed', host: shell.sys.host, text: typed });
      if (read.kind === 'wrong')
        yield* complainOfSyntax(shell, read.stop, read.text, { name: undefined, firstLine: this.#line });
      else yield* runCommand(shell, read.scanned, { name: undefined, firstLine: this.#line });
      this.#line += read.text.split('\n').length - 1;
      if (shell.pending.length) yield* runPending(shell);
    } catch (error) {
      yield* this.#caught(error);
    }
    if (typed.trim() !== '')
      shell.sys.record({ kind: 'command.ended', host: shell.sys.host, text: typed, status: shell.status });
    return undefined;
  }

  /** What may end a line, but not the shell. */
  *#caught(error: unknown): Program {
    const shell = this.#shell;
    this.#queued = [];
    shell.unchecked = 0;
    shell.loops = 0;
    shell.calls = [];
    shell.sourcing = 0;
    shell.indirection = 0;
    while (shell.variables.depth > 1) shell.variables.pop();
    if (error instanceof ExpansionError || error instanceof RangeError) {
      if (error instanceof ExpansionError) yield* shell.complainOf(error);
      else yield* shell.complain('nested too deeply: not in this simulator');
      shell.status = 1;
    } else if (error instanceof SignalError && !(error instanceof ChildInterrupted) && shell.traps.has(error.signal)) {
      shell.trapped(error);
      yield* runPending(shell);
    } else if (error instanceof SignalError && (error.signal === 'SIGINT' || error.signal === 'SIGTERM')) {
      if (error.signal === 'SIGINT') {
        shell.sys.tty()?.setForegroundGroup(shell.sys.group);
        yield* shell.sys.write(2, '\n');
        shell.status = 130;
      }
    } else if (!(error instanceof LoopControl || error instanceof ReturnControl || error instanceof GivenUp))
      throw error;
    else if (error instanceof ReturnControl || error instanceof ExitError) shell.status = error.status;
  }

  *#promptCommand(): Program {
    const shell = this.#shell;
    const command = shell.variables.get('PROMPT_COMMAND');
    if (!command) return;
    const { status } = shell;
    yield* runText(shell, command, { name: undefined, firstLine: 1 });
    shell.status = status;
  }

  #observe(line: string, atPrompt: boolean): void {
    const observer = this.#observer;
    if (!observer) return;
    observer.atPrompt = atPrompt;
    observer.line = line;
    if (!atPrompt || observer.history.length !== this.#history.lines.length)
      observer.history = this.#history.lines.map(decodeUtf8);
  }

  /** A whole command line, with as many further lines as it needs. Undefined: the end of the input. */
  *#read(): Program<
    | { kind: 'run'; text: string; scanned: Extract<Scanned, { kind: 'complete' }> }
    | { kind: 'wrong'; text: string; stop: Exclude<Scanned, { kind: 'complete' }> }
    | { kind: 'nothing'; text: string }
    | undefined
  > {
    const shell = this.#shell;
    let text = '';
    let shown = '';
    for (;;) {
      const first = text === '';
      let line = yield* this.#readLine(
        yield* promptText(shell, shell.variables.get(first ? 'PS1' : 'PS2') ?? ''),
        first,
      );
      if (line === undefined) {
        if (first) return undefined;
        const stop = nextCommand(shell, text, true);
        if (stop.kind !== 'complete') return { kind: 'wrong', text, stop };
        return { kind: 'run', text, scanned: stop };
      }
      if (shell.options.is('histexpand')) {
        const expanded = yield* expandHistory(shell, line);
        if (expanded === undefined) return { kind: 'nothing', text };
        line = expanded;
      }
      if (shell.options.is('verbose')) yield* shell.sys.write(2, `${line}\n`);
      shown = first ? line : joinLines(shown, line, text);
      text += `${line}\n`;
      this.#remember(shown, first);
      const scanned = nextCommand(shell, text, false);
      if (scanned.kind === 'complete') {
        return { kind: 'run', text, scanned };
      }
      if (scanned.kind === 'error') return { kind: 'wrong', text, stop: scanned };
    }
  }

  #remember(line: string, first: boolean): void {
    const shell = this.#shell;
    if (!shell.options.is('history')) return;
    if (!first && shell.options.shopt('cmdhist')) {
      if (this.#remembered) this.#history.extendLast(line);
    } else {
      const control = (shell.variables.get('HISTCONTROL') ?? '').split(':');
      const space = control.includes('ignorespace') || control.includes('ignoreboth');
      const twice = control.includes('ignoredups') || control.includes('ignoreboth');
      const skip =
        line === '' ||
        (space && line.startsWith(' ')) ||
        (twice && line === this.#history.lines[this.#history.lines.length - 1]);
      this.#remembered = !skip;
      if (!skip) this.#history.add(line);
    }
    this.#observe('', false);
  }

  #remembered = false;
  /** Further lines of what was pasted at once. */
  #queued: string[] = [];

  *#readLine(prompt: string, first: boolean): Program<string | undefined> {
    const shell = this.#shell;
    if (this.#queued.length) return this.#queued.shift();
    if (this.#noEditing) return yield* this.#plainLine(prompt, first);
    const terminal = {
      sys: shell.sys,
      buffer: this.#buffer,
      complete: completer(shell),
      history: this.#history.lines.map(decodeUtf8),
      waiting: (text: string) => this.#observe(text, first && text === ''),
    };
    const line = yield* editedLine(terminal, decodeUtf8(prompt));
    this.#observe('', false);
    if (line === undefined) return undefined;
    const [one, ...others] = encodeUtf8(line).split('\n');
    this.#queued = others;
    return one;
  }

  *#plainLine(prompt: string, first: boolean): Program<string | undefined> {
    const { sys } = this.#shell;
    yield* sys.write(2, prompt);
    let line = '';
    for (;;) {
      let piece = sys.readNow(0, 4096);
      if (isErrno(piece) && piece.errno === 'EAGAIN') {
        this.#observe('', first && line === '');
        piece = yield* sys.read(0, 4096);
        this.#observe('', false);
      }
      if (isErrno(piece) || piece === '') return line === '' ? undefined : line;
      line += piece;
      if (line.endsWith('\n')) return line.slice(0, -1);
    }
  }

  saveHistory(): void {
    const shell = this.#shell;
    const file = shell.variables.get('HISTFILE');
    if (!file || this.#history.fresh.length === 0) return;
    const limit = Number(shell.variables.get('HISTFILESIZE')) || 500;
    const before = shell.sys.readFile(file);
    const lines = [
      ...(isErrno(before) ? [] : before.split('\n').filter((line) => line !== '')),
      ...this.#history.fresh,
    ];
    shell.sys.writeFile(
      file,
      lines
        .slice(-limit)
        .map((line) => `${line}\n`)
        .join(''),
      { permissions: 0o600 },
    );
  }
}
