// What Tab offers, for the shell's commands: their option tables say what options and operands are (command.ts), the machine says what
// there is (sources.ts).

import { decodeUtf8, encodeUtf8 } from '../../base/bytes.ts';
import { isErrno } from '../../base/errno.ts';
import type { Command, Completes, Option } from '../command.ts';
import { KEYWORDS } from '../lang/lookup.ts';
import type { Shell } from '../lang/shell.ts';
import { contextAt, quoted, type Context } from './context.ts';
import type { Candidate, Completer } from './editor.ts';
import { files, offersOf, type Around, type Offer } from './sources.ts';

const BUILTIN_OPERANDS: Readonly<Record<string, Completes>> = {
  cd: 'directory',
  pushd: 'directory',
  type: 'command',
  command: 'command',
  builtin: 'command',
  help: 'command',
  hash: 'command',
  which: 'command',
  exec: 'command',
  sudo: 'command',
};

/** Builtins that take variables' names. */
const NAMERS = new Set(['export', 'unset', 'declare', 'typeset', 'local', 'readonly', 'read', 'printf']);

export const completer =
  (shell: Shell): Completer =>
  (chars, cursor) => {
    const context = contextAt(chars, cursor);
    const word = encodeUtf8(context.word);
    const offers = offersFor(shell, context, word).filter(({ text }) => text.startsWith(word));
    const unique = new Map(offers.map((offer) => [offer.text, offer]));
    return { from: context.from, candidates: [...unique.values()].map((offer) => candidate(offer, context)) };
  };

function candidate({ text, suffix, shown }: Offer, { quote }: Context): Candidate {
  const decoded = decodeUtf8(text);
  // what begins with $ or ~ is to stay what it is
  const typed = /^[$~]/.test(decoded) ? decoded : quoted(decoded, quote);
  return { text: typed, shown: decodeUtf8(shown ?? text), suffix: suffix === ' ' && quote ? `${quote} ` : suffix };
}

function offersFor(shell: Shell, context: Context, word: string): Offer[] {
  const { before } = context;
  const home = shell.variables.get('HOME') ?? '/root';
  const around: Around = { sys: shell.sys, word, home, commandNames: () => commandNames(shell) };
  const variable = /\$\{?\w*$/.exec(word)?.[0];
  if (variable !== undefined && context.quote !== "'") return variables(shell, word, variable);
  if (context.redirection) return files(shell.sys, word, 'any', home);
  if (before.length === 0)
    return word.includes('/') ? files(shell.sys, word, 'executable', home) : offersOf('command', around);
  const name = before[0]!;
  const rest = before.slice(1);
  if (NAMERS.has(name) && !word.startsWith('-')) return shell.variables.names().map((text) => ({ text, suffix: '' }));
  if ((name === 'kill' || name === 'fg' || name === 'wait') && word.startsWith('%'))
    return shell.jobs.list.map((job) => ({ text: `%${job.number}`, suffix: ' ' }));
  const command = shell.commands.find((known) => known.name === name);
  if (!command) return offersOf(BUILTIN_OPERANDS[name] ?? 'file', around);
  return ofCommand(command, rest, around);
}

function variables(shell: Shell, word: string, typed: string): Offer[] {
  const head = word.slice(0, word.length - typed.length);
  const open = typed.startsWith('${') ? '${' : '$';
  const isDirectory = (path: string) => {
    const stat = path.startsWith('/') ? shell.sys.stat(path) : undefined;
    return stat !== undefined && !isErrno(stat) && stat.kind === 'directory';
  };
  return shell.variables.names().map((name) => ({
    text: `${head}${open}${name}${open === '${' ? '}' : ''}`,
    suffix: isDirectory(shell.variables.get(name) ?? '') ? '/' : '',
    shown: `${open}${name}`,
  }));
}

function* commandNames(shell: Shell): Generator<string> {
  yield* shell.aliases.keys();
  yield* KEYWORDS;
  yield* shell.functions.keys();
  yield* shell.interpreter.builtins.keys();
  for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
    const names = shell.sys.readdir(directory || '.');
    if (isErrno(names)) continue;
    for (const name of names) {
      const stat = shell.sys.stat(`${directory}/${name}`);
      if (!isErrno(stat) && stat.kind === 'file' && stat.mode & 0o111) yield name;
    }
  }
}

const spelled = (option: Option): string[] => [
  ...(option.short ? [`-${option.short}`] : []),
  ...(option.long ? [`--${option.long}`] : []),
  ...(option.word ? [`-${option.word}`] : []),
];

/** The option whose argument stands at the cursor. */
function openOption(command: Command, last: string | undefined): Option | undefined {
  if (last === undefined || !last.startsWith('-')) return undefined;
  return command.options.find((option) => {
    if (!option.arg || option.argOptional) return false;
    if (spelled(option).includes(last)) return true;
    // -An, -atl: the last letter of several
    return option.short !== undefined && /^-[A-Za-z0-9]+$/.test(last) && last.endsWith(option.short) && !option.word;
  });
}

function ofCommand(command: Command, rest: readonly string[], around: Around): Offer[] {
  const { word } = around;
  const option = openOption(command, rest.at(-1));
  if (option) return option.completes ? offersOf(option.completes, around) : kindOfArgument(option, around);
  if (word.startsWith('-') && word.includes('=')) return afterEquals(command, around);
  const options = (): Offer[] =>
    command.options
      .filter(({ status }) => status !== 'not here')
      .flatMap((one) =>
        spelled(one).map((text) => ({ text, suffix: one.arg && text.startsWith('--') && one.argOptional ? '' : ' ' })),
      );
  if (word.startsWith('-')) return options();
  const { operands } = command;
  if (operands === undefined) return files(around.sys, word, 'any', around.home);
  if (typeof operands !== 'function') return offersOf(operands, around);
  const offered = operands(around.sys, rest).map((text) => ({ text, suffix: text.endsWith('/') ? '' : ' ' }));
  return offered.some(({ text }) => text.startsWith(word)) ? offered : files(around.sys, word, 'any', around.home);
}

/** An argument without a declared kind: its name in the usage says enough. */
function kindOfArgument({ arg = '' }: Option, around: Around): Offer[] {
  if (/ADDR|address|host/i.test(arg)) return offersOf('address', around);
  return /FILE/i.test(arg) ? offersOf('file', around) : [];
}

function afterEquals(command: Command, around: Around): Offer[] {
  const head = around.word.slice(0, around.word.indexOf('=') + 1);
  const option = command.options.find((one) => spelled(one).includes(head.slice(0, -1)));
  if (!option?.completes) return [];
  return offersOf(option.completes, { ...around, word: around.word.slice(head.length) }).map((offer) => ({
    ...offer,
    text: head + offer.text,
  }));
}
