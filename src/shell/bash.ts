// bash as a program: `bash`, `bash -c COMMANDS`, `bash FILE ARGS`, `sh` (bash(1) INVOCATION). What follows bash 5.2; what it leaves
// out is refused by name where it is met.

import { isErrno, strerror } from '../base/errno.ts';
import type { Program } from '../sim/process.ts';
import type { Main, Sys } from '../host/sys.ts';
import { COMMANDS } from './cmd/registry.ts';
import type { Command } from './command.ts';
import { interactive } from './interactive.ts';
import type { ShellState } from './state.ts';
import { SET_OPTIONS } from './lang/options.ts';
import { untilExit } from './lang/exit.ts';
import { newShell } from './lang/interpreter.ts';
import { nextCommand, runCommand, runText, complainOfSyntax } from './lang/run.ts';
import type { Shell } from './lang/shell.ts';

export type { ShellState };

interface Invocation {
  readonly letters: readonly string[];
  readonly words: readonly string[];
  readonly names: readonly (readonly [string, boolean])[];
  readonly long: ReadonlySet<string>;
  readonly wrong: string | undefined;
}

const LONG = ['noediting', 'norc', 'noprofile', 'login', 'posix', 'verbose', 'version', 'help', 'rcfile', 'init-file'];

function invocation(argv: readonly string[]): Invocation {
  const letters: string[] = [];
  const names: [string, boolean][] = [];
  const long = new Set<string>();
  let i = 1;
  for (; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--' || word === '-') {
      i++;
      break;
    }
    const name = word.startsWith('--') ? word.slice(2) : undefined;
    if (name !== undefined) {
      if (!LONG.includes(name)) return { letters, words: [], names, long, wrong: word };
      long.add(name);
      if (name === 'rcfile' || name === 'init-file') i++;
      continue;
    }
    if (!/^[-+]./.test(word)) break;
    for (const letter of word.slice(1)) {
      if (letter === 'o' || letter === 'O') names.push([argv[++i] ?? '', word[0] === '-']);
      else if ('cilrs'.includes(letter) || SET_OPTIONS.some((option) => option.letter === letter)) {
        if (word[0] === '-') letters.push(letter);
      } else return { letters, words: [], names, long, wrong: `${word[0]!}${letter}` };
    }
  }
  return { letters, words: argv.slice(i), names, long, wrong: undefined };
}

/** bash, telling `observer` what it is at. `commands`: for completion. */
export function createBash(observer?: ShellState, commands: readonly Command[] = COMMANDS): Main {
  return function* main(sys: Sys, argv: readonly string[]): Program<number> {
    const asked = invocation(argv);
    const short = (argv[0] ?? 'bash').replace(/^-/, '').replace(/^.*\//, '');
    if (asked.wrong !== undefined) {
      yield* sys.write(
        2,
        `${short}: ${asked.wrong}: invalid option\nUsage:\t${short} [GNU long option] [option] ...\n`,
      );
      return 2;
    }
    if (asked.long.has('version')) {
      yield* sys.write(1, 'GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n');
      return 0;
    }
    const shell = newShell(sys, commands);
    shell.errorName = shell.name = short;
    if (argv[0]?.startsWith('-') || asked.letters.includes('l') || asked.long.has('login'))
      shell.options.turnShopt('login_shell', true);
    for (const letter of asked.letters) {
      const option = SET_OPTIONS.find((known) => known.letter === letter);
      if (option) shell.options.turn(option.name, true);
    }
    for (const [name, on] of asked.names)
      if (!shell.options.turn(name, on) && shell.options.hasShopt(name)) shell.options.turnShopt(name, on);
    return yield* untilExit(shell, start(shell, asked, observer));
  };
}

function* start(shell: Shell, asked: Invocation, observer: ShellState | undefined): Program<number> {
  const { words, letters } = asked;
  if (letters.includes('c')) return yield* fromArgument(shell, words);
  if (words.length && !letters.includes('s')) return yield* fromFile(shell, words);
  shell.positional = [...words];
  shell.started = 's';
  if (letters.includes('i') || (shell.sys.isTty(0) && shell.sys.isTty(2)))
    return yield* interactive(shell, observer, {
      noEditing: asked.long.has('noediting'),
      noRc: asked.long.has('norc'),
    });
  return yield* fromInput(shell);
}

function* fromArgument(shell: Shell, words: readonly string[]): Program<number> {
  const [text, name, ...args] = words;
  if (text === undefined) {
    yield* shell.sys.write(2, `${shell.errorName}: -c: option requires an argument\n`);
    return 2;
  }
  shell.started = 'c';
  if (name !== undefined) shell.name = shell.errorName = name;
  shell.positional = args;
  return yield* runText(shell, text, { name: shell.errorName, firstLine: 1, inside: '-c' });
}

function* fromFile(shell: Shell, words: readonly string[]): Program<number> {
  const [path, ...args] = words as [string, ...string[]];
  const { sys } = shell;
  const found = isErrno(sys.stat(path)) && !path.includes('/') ? onPath(shell, path) : path;
  const stat = sys.stat(found);
  const text = isErrno(stat) ? stat : stat.kind === 'directory' ? undefined : sys.readFile(found);
  if (text === undefined || isErrno(text)) {
    const words = text === undefined ? 'Is a directory' : strerror(text);
    yield* sys.write(2, `${shell.errorName}: ${path}: ${words}\n`);
    return text !== undefined && text.errno === 'ENOENT' ? 127 : 126;
  }
  shell.name = shell.errorName = path;
  shell.positional = args;
  return yield* runText(shell, text, { name: path, firstLine: 1 });
}

function onPath(shell: Shell, name: string): string {
  const directories = (shell.variables.get('PATH') ?? '').split(':');
  return directories.map((directory) => `${directory}/${name}`).find((path) => !isErrno(shell.sys.stat(path))) ?? name;
}

/** Commands from standard input, which they share: no more is read than the next command needs. */
function* fromInput(shell: Shell): Program<number> {
  let text = '';
  let line = 1;
  const origin = { name: shell.errorName, firstLine: 1 };
  for (;;) {
    const more = yield* inputLine(shell);
    text += more;
    const scanned = nextCommand(shell, text, more === '');
    if (scanned.kind === 'incomplete' && more !== '') continue;
    if (scanned.kind !== 'complete') {
      yield* complainOfSyntax(shell, scanned, text, { ...origin, firstLine: line });
      return shell.status;
    }
    yield* runCommand(shell, scanned, { ...origin, firstLine: line });
    line += text.split('\n').length - 1;
    text = '';
    if (more === '') return shell.status;
  }
}

function* inputLine(shell: Shell): Program<string> {
  let line = '';
  for (;;) {
    const char = yield* shell.sys.read(0, 1);
    if (isErrno(char) || char === '') return line;
    line += char;
    if (char === '\n') return line;
  }
}

export const bashMain: Main = createBash();
