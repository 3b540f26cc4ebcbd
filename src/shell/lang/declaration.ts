// Variables as `declare -p` writes them (and `set`, `export -p`, `readonly -p`, ${x@A}).

import { doubleQuoted, quoteIfNeeded } from './quote.ts';
import type { Shell } from './shell.ts';
import { indexes, type Variable } from './variables.ts';

/** The attributes as declare's letters. */
export function letters(variable: Variable | undefined): string {
  if (!variable) return '';
  let text = '';
  if (variable.array) text += 'a';
  if (variable.assoc) text += 'A';
  if (variable.integer) text += 'i';
  if (variable.reference) text += 'n';
  if (variable.readonly) text += 'r';
  if (variable.lower) text += 'l';
  if (variable.upper) text += 'u';
  if (variable.exported) text += 'x';
  return text;
}

const key = (text: string): string => (/^[\w%+,./:=@-]+$/.test(text) ? text : doubleQuoted(text));

function arrayText(variable: Variable): string {
  if (variable.array)
    return `(${indexes(variable.array)
      .map((i) => `[${i}]=${doubleQuoted(variable.array!.get(i)!)}`)
      .join(' ')})`;
  const assoc = variable.assoc!;
  return `(${[...assoc].map(([k, v]) => `[${key(k)}]=${doubleQuoted(v)} `).join('')})`;
}

/** `declare -x NAME="value"`. */
export function declareLine(name: string, variable: Variable): string {
  const head = `declare -${letters(variable) || '-'} ${name}`;
  if (variable.array || variable.assoc) return `${head}=${arrayText(variable)}`;
  return variable.value === undefined ? head : `${head}=${doubleQuoted(variable.value)}`;
}

/** `NAME=value` as `set` lists it. */
export function setLine(name: string, variable: Variable): string | undefined {
  if (variable.array || variable.assoc) return `${name}=${arrayText(variable)}`;
  return variable.value === undefined ? undefined : `${name}=${quoteIfNeeded(variable.value)}`;
}

/** ${x@A} */
export function declaration(shell: Shell, name: string, whole: boolean): string {
  const variable = shell.variables.find(name);
  if (!variable) return '';
  const attributes = letters(variable);
  if (whole && (variable.array || variable.assoc)) return `declare -${attributes} ${name}=${arrayText(variable)}`;
  const value = `${name}='${(shell.variables.get(name) ?? '').replace(/'/g, "'\\''")}'`;
  return attributes ? `declare -${attributes} ${value}` : value;
}
