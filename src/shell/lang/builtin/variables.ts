// unset, set, shift, let, getopts (bash(1)).

import type { Program } from '../../../sim/process.ts';
import { ExpansionError } from '../control.ts';
import { setLine } from '../declaration.ts';
import { SET_OPTIONS } from '../options.ts';
import { printFunction } from '../print.ts';
import type { Builtin, Shell } from '../shell.ts';
import { arithmetic, assign, endOf, isName } from '../values.ts';
import { flags, number, usage } from './flags.ts';

export const unset: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'fvn');
  if (!options) return 2;
  let status = 0;
  for (const word of options.operands) {
    if (options.has('f')) {
      shell.functions.delete(word);
      continue;
    }
    const found = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(word);
    if (!found) {
      if (options.has('v')) {
        yield* shell.complain(`unset: \`${word}': not a valid identifier`);
        status = 1;
      } else shell.functions.delete(word);
      continue;
    }
    const name = options.has('n') ? found[1]! : shell.variables.target(found[1]!);
    const variable = shell.variables.own(name);
    if (variable?.readonly) {
      yield* shell.complain(`unset: ${name}: cannot unset: readonly variable`);
      status = 1;
    } else if (found[2] !== undefined && variable) unsetElement(shell, name, found[2]);
    else if (variable) shell.variables.unset(name);
    else if (!options.has('v')) shell.functions.delete(word);
  }
  return status;
};

function unsetElement(shell: Shell, name: string, subscript: string): void {
  const variable = shell.variables.own(name)!;
  if (variable.assoc) {
    variable.assoc.delete(subscript.replace(/\\(.)|'([^']*)'|"([^"]*)"/gs, (_, a, b, c) => a ?? b ?? c));
    return;
  }
  if (subscript === '@' || subscript === '*') {
    shell.variables.unset(name);
    return;
  }
  const index = Number(arithmetic(shell, subscript));
  if (variable.array) variable.array.delete(index < 0 ? endOf(variable) + index : index);
  else if (index === 0) shell.variables.unset(name);
}

export const set: Builtin = function* (shell, argv) {
  if (argv.length === 1) {
    yield* listVariables(shell);
    return 0;
  }
  let i = 1;
  for (; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--' || word === '-') {
      if (word === '-') {
        shell.options.turn('xtrace', false);
        shell.options.turn('verbose', false);
      }
      shell.positional = argv.slice(i + 1);
      return 0;
    }
    if (!/^[-+]./.test(word)) break;
    const on = word[0] === '-';
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        const status = yield* setNamed(shell, argv[i + 1], on);
        if (status !== undefined) return status;
        i++;
        continue;
      }
      const option = SET_OPTIONS.find((known) => known.letter === letter);
      if (!option) {
        yield* shell.complain(`set: ${word[0]!}${letter}: invalid option`);
        return yield* usage(shell, 'set');
      }
      shell.options.turn(option.name, on);
    }
  }
  if (i < argv.length) shell.positional = argv.slice(i);
  return 0;
};

/** set -o NAME; without a name the list. Undefined: go on. */
function* setNamed(shell: Shell, name: string | undefined, on: boolean): Program<number | undefined> {
  if (name === undefined) {
    for (const option of SET_OPTIONS) {
      const is = shell.options.is(option.name);
      yield* shell.print(
        on ? `${option.name.padEnd(15)}\t${is ? 'on' : 'off'}\n` : `set ${is ? '-' : '+'}o ${option.name}\n`,
      );
    }
    return 0;
  }
  if (shell.options.turn(name, on)) return undefined;
  yield* shell.complain(`set: ${name}: invalid option name`);
  return 2;
}

function* listVariables(shell: Shell): Program {
  let text = '';
  for (const name of shell.variables.names()) {
    const variable = shell.variables.find(name);
    const line = variable && setLine(name, variable);
    if (line !== undefined) text += `${line}\n`;
  }
  for (const fn of [...shell.functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1)))
    text += `${printFunction(fn)}\n`;
  yield* shell.print(text);
}

export const shift: Builtin = function* (shell, argv) {
  const count = argv[1] === undefined ? 1 : number(argv[1]);
  if (count === undefined) {
    yield* shell.complain(`shift: ${argv[1]!}: numeric argument required`);
    return 1;
  }
  if (count < 0) {
    yield* shell.complain(`shift: ${argv[1]!}: shift count out of range`);
    return 1;
  }
  if (count > shell.positional.length) {
    if (shell.options.shopt('shift_verbose'))
      yield* shell.complain(`shift: ${argv[1] ?? '1'}: shift count out of range`);
    return 1;
  }
  shell.positional = shell.positional.slice(count);
  return 0;
};

export const letBuiltin: Builtin = function* (shell, argv) {
  const words = argv[1] === '--' ? argv.slice(2) : argv.slice(1);
  if (words.length === 0) {
    yield* shell.complain('let: expression expected');
    return 1;
  }
  let value = 0n;
  try {
    for (const word of words) value = arithmetic(shell, word, 'let');
  } catch (error) {
    if (!(error instanceof ExpansionError) || error.fatal) throw error;
    yield* shell.complainOf(error);
    return 1;
  }
  return value === 0n ? 1 : 0;
};

export const getopts: Builtin = function* (shell, argv) {
  const words = argv[1] === '--' ? argv.slice(1) : argv;
  const [, spec, name] = words;
  if (spec === undefined || name === undefined) return yield* usage(shell, 'getopts');
  if (!isName(name)) {
    yield* shell.complain(`getopts: \`${name}': not a valid identifier`);
    return 1;
  }
  const args = words.length > 3 ? words.slice(3) : shell.positional;
  let index = Number(shell.variables.get('OPTIND') ?? 1) || 1;
  if (index !== shell.getoptsIndex) shell.getoptsAt = 0;
  const give = (option: string, argument: string | undefined, next: number) => {
    assign(shell, name, option);
    if (argument === undefined) shell.variables.unset('OPTARG');
    else shell.variables.set('OPTARG', argument);
    shell.getoptsIndex = next;
    shell.variables.set('OPTIND', String(next));
  };
  const word = args[index - 1];
  if (shell.getoptsAt === 0 && (word === undefined || !word.startsWith('-') || word === '-' || word === '--')) {
    give('?', undefined, word === '--' ? index + 1 : index);
    return 1;
  }
  const at = shell.getoptsAt || 1;
  const letter = word![at]!;
  shell.getoptsAt = at + 1;
  const last = shell.getoptsAt >= word!.length;
  if (last) {
    shell.getoptsAt = 0;
    index++;
  }
  const silent = spec.startsWith(':');
  const place = letter === ':' ? -1 : spec.indexOf(letter, silent ? 1 : 0);
  const quiet = silent || shell.variables.get('OPTERR') === '0';
  if (place < 0) {
    if (!quiet) yield* shell.sys.write(2, `${shell.name}: illegal option -- ${letter}\n`);
    give('?', silent ? letter : undefined, index);
    return 0;
  }
  if (spec[place + 1] !== ':') {
    give(letter, undefined, index);
    return 0;
  }
  shell.getoptsAt = 0;
  if (!last) {
    give(letter, word!.slice(at + 1), index + 1);
    return 0;
  }
  const argument = args[index - 1];
  if (argument !== undefined) give(letter, argument, index + 1);
  else {
    if (!quiet) yield* shell.sys.write(2, `${shell.name}: option requires an argument -- ${letter}\n`);
    give(silent ? ':' : '?', silent ? letter : undefined, index);
  }
  return 0;
};
