// shopt, umask, ulimit, trap (bash(1)).

import type { Program } from '../../../sim/process.ts';
import { SIGNAL_NUMBER, type Signal } from '../../../host/sys.ts';
import { SET_OPTIONS } from '../options.ts';
import { singleQuoted } from '../quote.ts';
import type { Builtin, Shell } from '../shell.ts';
import { flags, notHere, usage } from './flags.ts';
import { signalName, signalNumber } from './jobs.ts';

export const shopt: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'opqsu');
  if (!options) return 2;
  const on = options.has('s');
  if (on && options.has('u')) {
    yield* shell.complain('shopt: cannot set and unset shell options simultaneously');
    return 1;
  }
  const byName = options.has('o');
  const is = (name: string) => (byName ? shell.options.is(name) : shell.options.shopt(name));
  const known = (name: string) =>
    byName ? SET_OPTIONS.some((option) => option.name === name) : shell.options.hasShopt(name);
  const change = on || options.has('u');
  const all = byName ? SET_OPTIONS.map(({ name }) => name) : shell.options.shoptNames();
  const names = options.operands.length ? options.operands : all.filter((name) => !change || is(name) === on);
  let status = 0;
  for (const name of names) {
    if (!known(name)) {
      yield* shell.complain(`shopt: ${name}: invalid ${byName ? '' : 'shell '}option name`);
      status = 1;
    } else if (change && options.operands.length) {
      if (byName) shell.options.turn(name, on);
      else shell.options.turnShopt(name, on);
    } else {
      if (options.operands.length && !is(name)) status = 1;
      if (!options.has('q')) yield* shell.print(optionLine(name, is(name), options.has('p'), byName));
    }
  }
  return status;
};

const optionLine = (name: string, on: boolean, asCommand: boolean, byName: boolean): string =>
  asCommand
    ? byName
      ? `set ${on ? '-' : '+'}o ${name}\n`
      : `shopt ${on ? '-s' : '-u'} ${name}\n`
    : `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`;

const symbolic = (mask: number): string =>
  (['u', 'g', 'o'] as const)
    .map((who, i) => {
      const bits = (~mask >> (6 - 3 * i)) & 7;
      return `${who}=${bits & 4 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 1 ? 'x' : ''}`;
    })
    .join(',');

export const umask: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'pS');
  if (!options) return 2;
  const mode = options.operands[0];
  if (mode === undefined) {
    const text = options.has('S') ? symbolic(shell.umask) : shell.umask.toString(8).padStart(4, '0');
    yield* shell.print(options.has('p') ? `umask ${options.has('S') ? '-S ' : ''}${text}\n` : `${text}\n`);
    return 0;
  }
  if (/^\d/.test(mode)) {
    if (!/^[0-7]+$/.test(mode) || parseInt(mode, 8) > 0o777) {
      yield* shell.complain(`umask: ${mode}: octal number out of range`);
      return 1;
    }
    shell.umask = parseInt(mode, 8);
  } else {
    const mask = symbolicMask(shell.umask, mode);
    if (typeof mask === 'string') {
      yield* shell.complain(
        `umask: \`${mask}': invalid symbolic mode ${/^[ugoa]*$/.test(mode[0]!) ? 'operator' : 'character'}`,
      );
      return 1;
    }
    shell.umask = mask;
  }
  if (options.has('S')) yield* shell.print(`${symbolic(shell.umask)}\n`);
  return 0;
};

/** The new mask, or the character that is wrong. */
function symbolicMask(mask: number, text: string): number | string {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const found = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (!found) return clause.replace(/^[ugoa]*/, '')[0] ?? clause;
    const bits = [...found[3]!].reduce((sum, letter) => sum | { r: 4, w: 2, x: 1 }[letter]!, 0);
    for (const [i, who] of (['u', 'g', 'o'] as const).entries()) {
      if (found[1] && !found[1].includes(who) && !found[1].includes('a')) continue;
      const shift = 6 - 3 * i;
      if (found[2] === '=') allowed = (allowed & ~(7 << shift)) | (bits << shift);
      else if (found[2] === '+') allowed |= bits << shift;
      else allowed &= ~(bits << shift);
    }
  }
  return ~allowed & 0o777;
}

export const ulimit: Builtin = function* (shell) {
  return yield* notHere(shell, 'ulimit');
};

const PSEUDO = ['DEBUG', 'ERR', 'RETURN'];

/** The key of a trap: SIGINT, EXIT, ERR. */
function trapKey(word: string): string | undefined {
  const upper = word.toUpperCase();
  if (PSEUDO.includes(upper)) return upper;
  const number = signalNumber(word);
  const name = number === undefined ? undefined : signalName(number);
  return name === undefined ? undefined : name === 'EXIT' ? name : `SIG${name}`;
}

const order = (key: string): number =>
  key === 'EXIT' ? 0 : PSEUDO.includes(key) ? 65 + PSEUDO.indexOf(key) : signalNumber(key)!;

function* listTraps(shell: Shell, keys: readonly string[]): Program<number> {
  const sorted = [...keys].sort((a, b) => order(a) - order(b));
  for (const key of sorted) {
    const text = shell.traps.get(key);
    if (text !== undefined) yield* shell.print(`trap -- ${singleQuoted(text)} ${key}\n`);
  }
  return 0;
}

export const trap: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'lp');
  if (!options) return 2;
  if (options.has('l')) return yield* shell.interpreter.builtins.get('kill')!(shell, ['kill', '-l']);
  const [text, ...signals] = options.operands;
  if (text === undefined || options.has('p'))
    return yield* listTraps(
      shell,
      text === undefined ? [...shell.traps.keys()] : options.operands.flatMap((word) => trapKey(word) ?? []),
    );
  const reset = text === '-' || (signals.length === 0 && trapKey(text) !== undefined);
  if (signals.length === 0 && !reset) return yield* usage(shell, 'trap');
  let status = 0;
  for (const word of text === '-' || !reset ? signals : options.operands) {
    const key = trapKey(word);
    if (key === undefined) {
      yield* shell.complain(`trap: ${word}: invalid signal specification`);
      status = 1;
      continue;
    }
    if (reset) shell.traps.delete(key);
    else shell.traps.set(key, text);
    if (key in SIGNAL_NUMBER) shell.sys.ignoreSignal(key as Signal, !reset && text === '');
  }
  return status;
};
