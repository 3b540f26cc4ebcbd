// Reading and writing variables as commands do: attributes (readonly, integer, case), subscripts, special parameters.

import { decodeUtf8, encodeUtf8 } from '../../base/bytes.ts';
import { evaluate, type Names } from './arithmetic.ts';
import { ExpansionError } from './control.ts';
import type { Shell } from './shell.ts';
import { indexes, type Variable } from './variables.ts';

export const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

/** Larger arrays' indexes and longer values than these are refused, so that a slip cannot fill the machine. */
const ELEMENTS = 1_000_000;
const LENGTH = 16 * 1024 * 1024;

/** `$1`, `$?`, …; undefined when it is not a special parameter or is unset. */
export function special(shell: Shell, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(shell.status);
    case '$':
      return String(shell.mainPid);
    case '!':
      return shell.background === undefined ? undefined : String(shell.background);
    case '#':
      return String(shell.positional.length);
    case '-':
      return shell.options.letters(shell.started + (shell.interactive ? 'i' : ''));
    case '0':
      return shell.name;
    case '_':
      return shell.lastArgument;
    default:
      return /^\d+$/.test(name) ? shell.positional[Number(name) - 1] : undefined;
  }
}

export const isSpecial = (name: string): boolean => /^([?$!#@*_-]|\d+)$/.test(name);

/** How arithmetic sees this shell's variables. `command` stands in its error words. */
export function arithmeticNames(shell: Shell): Names {
  return {
    strict: shell.options.is('nounset'),
    get: (name, subscript) => (subscript === undefined ? shell.variables.get(name) : element(shell, name, subscript)),
    set: (name, subscript, value) => assign(shell, name, value, { subscript }),
  };
}

export const arithmetic = (shell: Shell, expression: string, command?: string): bigint =>
  evaluate(expression, arithmeticNames(shell), command);

/** The key of an associative array as written in arithmetic or by `unset`, quotes removed. */
const plainKey = (subscript: string): string =>
  subscript.replace(/\\(.)|'([^']*)'|"([^"]*)"/gs, (_, escaped, single, double) => escaped ?? single ?? double);

export function element(shell: Shell, name: string, subscript: string): string | undefined {
  const variable = shell.variables.find(name);
  if (!variable) return undefined;
  if (variable.assoc) return variable.assoc.get(plainKey(subscript));
  const index = Number(arithmetic(shell, subscript));
  if (!variable.array) return index === 0 || index === -1 ? variable.value : undefined;
  const at = index < 0 ? endOf(variable) + index : index;
  if (at < 0) throw new ExpansionError(`${name}: bad array subscript`);
  return variable.array.get(at);
}

/** One behind the last index. */
export function endOf(variable: Variable): number {
  if (!variable.array) return variable.value === undefined ? 0 : 1;
  let end = 0;
  for (const index of variable.array.keys()) if (index >= end) end = index + 1;
  return end;
}

/** The values of `name[@]`, in order. */
export function elements(variable: Variable | undefined): string[] {
  if (!variable) return [];
  if (variable.array) return indexes(variable.array).map((i) => variable.array!.get(i)!);
  if (variable.assoc) return [...variable.assoc.values()];
  return variable.value === undefined ? [] : [variable.value];
}

export function keys(variable: Variable | undefined): string[] {
  if (!variable) return [];
  if (variable.array) return indexes(variable.array).map(String);
  if (variable.assoc) return [...variable.assoc.keys()];
  return variable.value === undefined ? [] : ['0'];
}

export interface AssignHow {
  readonly subscript?: string | undefined;
  readonly append?: boolean | undefined;
  /** The builtin that assigns, for its error words. */
  readonly command?: string | undefined;
  /** Write to this variable instead of looking the name up: local, declare -g. */
  readonly into?: Variable | undefined;
}

/** NAME=VALUE, NAME+=VALUE, NAME[…]=VALUE. */
export function assign(shell: Shell, name: string, value: string, how: AssignHow = {}): void {
  const { variables } = shell;
  const target = how.into ? name : variables.target(name);
  if (/\[.*\]$/s.test(target) && !how.subscript) {
    const open = target.indexOf('[');
    return assign(shell, target.slice(0, open), value, { ...how, subscript: target.slice(open + 1, -1) });
  }
  const variable = how.into ?? variables.make(target);
  const command = how.command ? `${how.command}: ` : '';
  if (variable.readonly) throw new ExpansionError(`${command}${target}: readonly variable`);
  if (value.length > LENGTH)
    throw new ExpansionError(`${target}: value longer than ${LENGTH} bytes: not in this simulator`);
  if (how.subscript !== undefined) assignElement(shell, target, variable, how.subscript, value, how.append ?? false);
  else if (variable.array) variable.array.set(0, combine(shell, variable, variable.array.get(0), value, how.append));
  else if (variable.assoc)
    variable.assoc.set('0', combine(shell, variable, variable.assoc.get('0'), value, how.append));
  else {
    const combined = combine(shell, variable, variable.value, value, how.append);
    if (how.into) variable.value = combined;
    else variables.set(target, combined);
  }
  if (shell.options.is('allexport')) variable.exported = true;
}

function assignElement(
  shell: Shell,
  name: string,
  variable: Variable,
  subscript: string,
  value: string,
  append: boolean,
): void {
  if (variable.assoc) {
    const key = plainKey(subscript);
    if (key === '') throw new ExpansionError(`${name}[${subscript}]: bad array subscript`);
    variable.assoc.set(key, combine(shell, variable, variable.assoc.get(key), value, append));
    return;
  }
  if (subscript === '') throw new ExpansionError(`${name}[${subscript}]: bad array subscript`);
  const index = Number(arithmetic(shell, subscript));
  const at = index < 0 ? endOf(variable) + index : index;
  if (at < 0) throw new ExpansionError(`${name}[${subscript}]: bad array subscript`);
  const array = toArray(variable);
  if (array.size >= ELEMENTS)
    throw new ExpansionError(`${name}: more than ${ELEMENTS} elements: not in this simulator`);
  array.set(at, combine(shell, variable, array.get(at), value, append));
}

/** Makes the variable an indexed array; a scalar's value becomes its element 0. */
export function toArray(variable: Variable): Map<number, string> {
  if (variable.array) return variable.array;
  variable.array = new Map(variable.value === undefined ? [] : [[0, variable.value]]);
  variable.value = undefined;
  return variable.array;
}

/** The new text of a variable, as its attributes make it. */
export function combine(
  shell: Shell,
  variable: Variable,
  old: string | undefined,
  value: string,
  append: boolean | undefined,
): string {
  if (variable.integer) {
    const number = arithmetic(shell, value);
    return String(append ? BigInt.asIntN(64, arithmetic(shell, old ?? '') + number) : number);
  }
  const text = append ? (old ?? '') + value : value;
  if (variable.lower) return inText(shell, text, (t) => t.toLowerCase());
  if (variable.upper) return inText(shell, text, (t) => t.toUpperCase());
  return text;
}

/** Applies `change` to characters in a UTF-8 locale, to ASCII bytes otherwise. */
export function inText(shell: Shell, bytes: string, change: (text: string) => string): string {
  // eslint-disable-next-line no-control-regex -- the range is ASCII itself
  if (/^[\x00-\x7f]*$/.test(bytes)) return change(bytes);
  if (shell.utf8) return encodeUtf8(change(decodeUtf8(bytes)));
  // eslint-disable-next-line no-control-regex -- as above
  return bytes.replace(/[\x00-\x7f]+/g, change);
}
