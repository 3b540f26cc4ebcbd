// declare, typeset, local, export, readonly (bash(1)): attributes and values of variables, and listings of them.

import type { Program } from '../../../sim/process.ts';
import { perform, type Expanded } from '../assignment.ts';
import { ExpansionError } from '../control.ts';
import { declareLine, setLine } from '../declaration.ts';
import { printFunction } from '../print.ts';
import type { Builtin, Shell } from '../shell.ts';
import { traceLine } from '../simple.ts';
import { assign, combine, isName, toArray } from '../values.ts';
import type { Variable } from '../variables.ts';
import { flags, type Flags } from './flags.ts';

interface Wish {
  /** Letters to put on, and to take off. */
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
  readonly scope: 'local' | 'global' | 'any';
  readonly command: string;
}

export const declare: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, '+aAfFgiIlnrtuxp');
  if (!options) return 2;
  const on = new Set(options.given.filter((letter) => !letter.startsWith('+')));
  const off = new Set(options.given.filter((letter) => letter.startsWith('+')).map((letter) => letter[1]!));
  if (on.has('f') || on.has('F')) return yield* declareFunctions(shell, options, on);
  if (options.operands.length === 0) return yield* listAll(shell, on);
  if (on.has('p')) return yield* showNamed(shell, argv[0]!, options.operands);
  const scope = on.has('g') ? 'global' : shell.calls.some(({ name }) => name !== 'source') ? 'local' : 'any';
  return yield* declareAll(shell, argv, options, { on, off, scope, command: argv[0]! });
};

export const local: Builtin = function* (shell, argv) {
  if (!shell.calls.some(({ name }) => name !== 'source')) {
    yield* shell.complain('local: can only be used in a function');
    return 1;
  }
  const options = yield* flags(shell, argv, '+aAiIlnrtuxp');
  if (!options) return 2;
  const on = new Set(options.given.filter((letter) => !letter.startsWith('+')));
  const off = new Set(options.given.filter((letter) => letter.startsWith('+')).map((letter) => letter[1]!));
  if (options.operands.length === 0) {
    for (const name of shell.variables.localNames()) {
      const line = setLine(name, shell.variables.own(name)!);
      if (line !== undefined) yield* shell.print(`${line}\n`);
    }
    return 0;
  }
  return yield* declareAll(shell, argv, options, { on, off, scope: 'local', command: 'local' });
};

export const exportBuiltin: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'fnp');
  if (!options) return 2;
  if (options.operands.length === 0) return yield* listMarked(shell, 'exported');
  if (options.has('f')) {
    yield* shell.sys.write(2, `${shell.errorName}: export: -f: not in this simulator\n`);
    return 2;
  }
  const wish: Wish = {
    on: new Set(options.has('n') ? [] : ['x']),
    off: new Set(options.has('n') ? ['x'] : []),
    scope: 'any',
    command: 'export',
  };
  return yield* declareAll(shell, argv, options, wish);
};

export const readonlyBuiltin: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'aAfp');
  if (!options) return 2;
  if (options.operands.length === 0) return yield* listMarked(shell, 'readonly');
  const on = new Set(['r', ...options.given.filter((letter) => letter === 'a' || letter === 'A')]);
  return yield* declareAll(shell, argv, options, { on, off: new Set(), scope: 'any', command: 'readonly' });
};

function* declareAll(shell: Shell, argv: readonly string[], options: Flags, wish: Wish): Program<number> {
  let status = 0;
  const first = argv.length - options.operands.length;
  const { declared } = shell;
  for (const [i, word] of options.operands.entries()) {
    const expanded = declared[first + i] ?? parsed(word);
    const name = expanded?.name ?? word;
    if (!isName(name)) {
      yield* shell.complain(`${wish.command}: \`${word}': not a valid identifier`);
      status = 1;
      continue;
    }
    try {
      if (expanded && shell.options.is('xtrace') && (wish.command === 'export' || wish.command === 'readonly'))
        yield* traceLine(shell, word);
      declareOne(shell, name, expanded, wish);
    } catch (error) {
      if (!(error instanceof ExpansionError)) throw error;
      yield* shell.complainOf(error);
      status = 1;
    }
  }
  return status;
}

/** NAME=VALUE that came out of an expansion. */
function parsed(word: string): Expanded | undefined {
  const found = /^([A-Za-z_]\w*)(?:\[(.*?)\])?(\+?)=(.*)$/s.exec(word);
  return found ? { name: found[1]!, subscript: found[2], append: found[3] === '+', value: found[4]! } : undefined;
}

function declareOne(shell: Shell, name: string, expanded: Expanded | undefined, wish: Wish): void {
  const { variables } = shell;
  const target = wish.on.has('n') || wish.off.has('n') ? name : variables.target(name);
  const before = variables.own(target);
  if (wish.scope === 'local' && before?.readonly && !variables.isLocal(target))
    throw new ExpansionError(`${wish.command}: ${name}: readonly variable`);
  const variable =
    wish.scope === 'local'
      ? variables.makeLocal(target)
      : wish.scope === 'global'
        ? variables.makeGlobal(target)
        : variables.make(target);
  if (variable.readonly && (wish.off.has('r') || expanded))
    throw new ExpansionError(`${wish.command}: ${name}: readonly variable`);
  if (wish.scope === 'local' && wish.on.has('I') && before) Object.assign(variable, before);
  mark(shell, variable, wish, name);
  if (expanded) give(shell, expanded, variable, wish, target);
  else if (wish.on.has('i') && variable.value !== undefined)
    variable.value = combine(shell, variable, undefined, variable.value, false);
  if (wish.on.has('r')) variable.readonly = true;
}

function mark(shell: Shell, variable: Variable, { on, off, command }: Wish, name: string): void {
  if (on.has('a') && variable.assoc)
    throw new ExpansionError(`${command}: ${name}: cannot convert associative to indexed array`);
  if (on.has('A') && variable.array)
    throw new ExpansionError(`${command}: ${name}: cannot convert indexed to associative array`);
  if (on.has('a')) toArray(variable);
  if (on.has('A') && !variable.assoc) {
    variable.assoc = new Map(variable.value === undefined ? [] : [['0', variable.value]]);
    variable.value = undefined;
  }
  if (on.has('i')) variable.integer = true;
  if (off.has('i')) variable.integer = false;
  if (on.has('l') || on.has('u')) {
    variable.lower = on.has('l');
    variable.upper = !on.has('l');
  }
  if (off.has('l')) variable.lower = false;
  if (off.has('u')) variable.upper = false;
  if (on.has('x')) variable.exported = true;
  if (off.has('x')) variable.exported = false;
  if (on.has('n')) variable.reference = true;
  if (off.has('n')) variable.reference = false;
  if (shell.options.is('allexport')) variable.exported = true;
}

function give(shell: Shell, expanded: Expanded, variable: Variable, { command, scope }: Wish, target: string): void {
  if (
    !('elements' in expanded) &&
    expanded.subscript === undefined &&
    scope === 'any' &&
    !variable.array &&
    !variable.assoc
  ) {
    // variables that the shell computes (RANDOM, SECONDS) take values their own way
    if (!variable.reference) return assign(shell, target, expanded.value, { append: expanded.append, command });
  }
  perform(shell, expanded, { command, into: variable });
}

function* listAll(shell: Shell, on: ReadonlySet<string>): Program<number> {
  const wanted = [...on].filter((letter) => 'aAilnrux'.includes(letter));
  const asDeclare = on.has('p') || wanted.length > 0;
  let text = '';
  for (const name of shell.variables.names()) {
    const variable = shell.variables.find(name);
    if (!variable) continue;
    const has: Record<string, boolean> = {
      a: variable.array !== undefined,
      A: variable.assoc !== undefined,
      i: variable.integer,
      l: variable.lower,
      n: variable.reference,
      r: variable.readonly,
      u: variable.upper,
      x: variable.exported,
    };
    if (!wanted.every((letter) => has[letter])) continue;
    const line = asDeclare ? declareLine(name, variable) : setLine(name, variable);
    if (line !== undefined) text += `${line}\n`;
  }
  yield* shell.print(text);
  if (!asDeclare) for (const fn of sortedFunctions(shell)) yield* shell.print(`${printFunction(fn)}\n`);
  return 0;
}

const sortedFunctions = (shell: Shell) => [...shell.functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

function* showNamed(shell: Shell, command: string, names: readonly string[]): Program<number> {
  let status = 0;
  for (const name of names) {
    const variable = shell.variables.own(name)?.reference ? shell.variables.own(name) : shell.variables.find(name);
    if (variable) yield* shell.print(`${declareLine(name, variable)}\n`);
    else {
      yield* shell.complain(`${command}: ${name}: not found`);
      status = 1;
    }
  }
  return status;
}

function* declareFunctions(shell: Shell, { operands }: Flags, on: ReadonlySet<string>): Program<number> {
  let status = 0;
  if (operands.length === 0)
    for (const fn of sortedFunctions(shell))
      yield* shell.print(on.has('F') ? `declare -f ${fn.name}\n` : `${printFunction(fn)}\n`);
  for (const name of operands) {
    const fn = shell.functions.get(name);
    if (fn) yield* shell.print(on.has('F') ? `${name}\n` : `${printFunction(fn)}\n`);
    else status = 1;
  }
  return status;
}

function* listMarked(shell: Shell, mark: 'exported' | 'readonly'): Program<number> {
  for (const name of shell.variables.names()) {
    const variable = shell.variables.own(name)!;
    if (variable[mark]) yield* shell.print(`${declareLine(name, variable)}\n`);
  }
  return 0;
}
