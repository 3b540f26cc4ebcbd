// Parameter expansion (bash(1) Parameter Expansion): `$x` and every form of `${…}`. What the forms do to a text is in
// parameter-text.ts.

import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import type { Program } from '../../sim/process.ts';
import { ExpansionError } from './control.ts';
import { caseModified, removed, replaced, sliced, transformed } from './parameter-text.ts';
import { BREAK, quotedPiece, splitPiece, toText, type Part } from './pieces.ts';
import type { Shell } from './shell.ts';
import { assign, element, elements, endOf, inText, isName, isSpecial, keys, special } from './values.ts';
import { indexes } from './variables.ts';

/** Where an expansion stands: unquoted and to be split; unquoted but not split (an assignment); in double quotes. */
export type Mode = 'fields' | 'text' | 'quoted';

/** The expansion of the words inside of `${…}`, by word.ts. */
export interface Expander {
  /** The operand of a default: splits like the expansion itself. */
  operand(shell: Shell, word: Word, mode: Mode): Program<Part[]>;
  text(shell: Shell, word: Word): Program<string>;
  pattern(shell: Shell, word: Word): Program<string>;
  parts(shell: Shell, word: Word): Program<Part[]>;
}

/** A parameter's value(s). `list`: it is `@` or `*`, of the positional parameters or of an array. */
interface Found {
  readonly name: string;
  readonly subscript: string | undefined;
  readonly list: '@' | '*' | undefined;
  readonly values: readonly string[];
  readonly set: boolean;
}

export const separator = (shell: Shell): string => (shell.variables.get('IFS') ?? ' ')[0] ?? '';

function joined(shell: Shell, found: Found, values: readonly string[], mode: Mode): Part[] {
  if (!found.list) return [mode === 'quoted' ? quotedPiece(values[0] ?? '') : splitPiece(values[0] ?? '')];
  if (found.list === '*' && mode !== 'fields') return [quotedPiece(values.join(separator(shell)))];
  const parts: Part[] = [];
  for (const value of values) {
    if (parts.length) parts.push(BREAK);
    parts.push(mode === 'quoted' ? quotedPiece(value) : splitPiece(value));
  }
  return parts;
}

/** `$x`, `$1`, `$@`, … */
export function simpleParameter(shell: Shell, name: string, mode: Mode): Part[] {
  const found = find(shell, name, undefined);
  checkSet(shell, found, name);
  return joined(shell, found, found.values, mode);
}

function checkSet(shell: Shell, found: Found, shown: string): void {
  if (!found.set && !found.list && shell.options.is('nounset'))
    throw new ExpansionError(`${/^\d/.test(shown) ? '$' : ''}${shown}: unbound variable`, 127, true);
}

function find(shell: Shell, name: string, subscript: string | undefined): Found {
  if (name === '@' || name === '*')
    return { name, subscript, list: name, values: shell.positional, set: shell.positional.length > 0 };
  if (subscript === '@' || subscript === '*') {
    const values = elements(shell.variables.find(name));
    return { name, subscript, list: subscript, values, set: values.length > 0 };
  }
  const value = isSpecial(name)
    ? special(shell, name)
    : subscript === undefined
      ? shell.variables.get(name)
      : element(shell, name, subscript);
  return { name, subscript, list: undefined, values: value === undefined ? [] : [value], set: value !== undefined };
}

export function* parameter(shell: Shell, part: ParameterExpansionPart, mode: Mode, x: Expander): Program<Part[]> {
  let { parameter: name } = part;
  if (!isName(name) && !isSpecial(name)) throw badSubstitution(part);
  let subscript = part.index && (yield* subscriptOf(shell, name, part.index, x));
  if (part.prefix === '!') {
    if (part.operation?.type === 'Names') return names(shell, name, part.operation.operator, mode);
    if ((subscript === '@' || subscript === '*') && !part.operation) {
      const found = find(shell, name, subscript);
      return joined(shell, found, keys(shell.variables.find(name)), mode);
    }
    [name, subscript] = indirect(shell, name, subscript);
  }
  const found = find(shell, name, subscript);
  if (part.prefix === '#') return [quotedPiece(String(length(shell, found)))];
  if (part.operation?.type !== 'Default')
    checkSet(shell, found, subscript === undefined ? name : `${name}[${subscript}]`);
  if (!part.operation) return joined(shell, found, found.values, mode);
  return yield* operate(shell, part, part.operation, found, mode, x);
}

/** A subscript as text: a key of an associative array expanded, an index left to arithmetic. */
function* subscriptOf(shell: Shell, name: string, index: Word, x: Expander): Program<string> {
  if (index.text === '@' || index.text === '*') return index.text;
  const text = yield* x.text(shell, index);
  // the key is final: what looks like quotes in it is data
  return shell.variables.find(name)?.assoc ? text.replace(/[\\'"]/g, '\\$&') : text;
}

function indirect(shell: Shell, name: string, subscript: string | undefined): [string, string | undefined] {
  const variable = shell.variables.own(name);
  if (variable?.reference && subscript === undefined) return [variable.value ?? '', undefined];
  const found = find(shell, name, subscript);
  if (!found.set) throw new ExpansionError(`${name}: invalid indirect expansion`);
  const target = found.values[0]!;
  const array = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target);
  if (array) return [array[1]!, array[2]!];
  if (!isName(target) && !isSpecial(target)) throw new ExpansionError(`${target}: invalid variable name`);
  return [target, undefined];
}

function names(shell: Shell, prefix: string, operator: '@' | '*', mode: Mode): Part[] {
  const values = shell.variables.names().filter((name) => name.startsWith(prefix));
  return joined(shell, { name: prefix, subscript: undefined, list: operator, values, set: true }, values, mode);
}

function length(shell: Shell, found: Found): number {
  if (found.list) return found.values.length;
  checkSet(shell, found, found.name);
  let count = 0;
  inText(shell, found.values[0] ?? '', (text) => {
    count = [...text].length;
    return text;
  });
  return shell.utf8 ? count : (found.values[0] ?? '').length;
}

export const badSubstitution = (part: { readonly text: string }): ExpansionError =>
  new ExpansionError(`${part.text}: bad substitution`, 1, true);

function* operate(
  shell: Shell,
  part: ParameterExpansionPart,
  operation: ParameterOperation,
  found: Found,
  mode: Mode,
  x: Expander,
): Program<Part[]> {
  const all = (change: (value: string) => string): Part[] =>
    joined(shell, found, found.values.map(change), found.set || found.list ? mode : mode);
  switch (operation.type) {
    case 'Default':
      return yield* defaulted(shell, operation, found, mode, x);
    case 'Remove': {
      const pattern = yield* x.pattern(shell, operation.operand);
      return all((value) => removed(shell, value, operation.operator, pattern));
    }
    case 'Replace': {
      const pattern = yield* x.pattern(shell, operation.pattern);
      const replacement = yield* x.parts(shell, operation.replacement);
      return all((value) => replaced(shell, value, operation.operator, pattern, replacement));
    }
    case 'Slice':
      return yield* slice(shell, operation, found, mode, x);
    case 'CaseModification': {
      const pattern = operation.operand && (yield* x.pattern(shell, operation.operand));
      return all((value) => caseModified(shell, value, operation.operator, pattern));
    }
    case 'Transform':
      return transform(shell, part, yield* x.text(shell, operation.operand), found, mode);
    default:
      throw badSubstitution(part);
  }
}

type Default = Extract<ParameterOperation, { type: 'Default' }>;

function* defaulted(shell: Shell, operation: Default, found: Found, mode: Mode, x: Expander): Program<Part[]> {
  const colon = operation.operator.startsWith(':');
  const empty = !found.set || (colon && found.values.join('') === '');
  switch (operation.operator.replace(':', '')) {
    case '+':
      return empty ? [] : yield* x.operand(shell, operation.operand, mode);
    case '-':
      if (empty) return yield* x.operand(shell, operation.operand, mode);
      break;
    case '=':
      if (empty) {
        if (!isName(found.name)) throw new ExpansionError(`$${found.name}: cannot assign in this way`);
        const value = toText(yield* x.operand(shell, operation.operand, mode === 'quoted' ? 'quoted' : 'text'));
        assign(shell, found.name, value, { subscript: found.subscript });
        return [mode === 'quoted' ? quotedPiece(value) : splitPiece(value)];
      }
      break;
    default:
      if (empty) {
        const words = toText(yield* x.operand(shell, operation.operand, 'quoted'));
        const standard = colon ? 'parameter null or not set' : 'parameter not set';
        const shown = found.subscript === undefined ? found.name : `${found.name}[${found.subscript}]`;
        throw new ExpansionError(`${shown}: ${words || standard}`, 127, true);
      }
  }
  return joined(shell, found, found.values, mode);
}

type Slice = Extract<ParameterOperation, { type: 'Slice' }>;

function* slice(shell: Shell, operation: Slice, found: Found, mode: Mode, x: Expander): Program<Part[]> {
  const offsetText = yield* x.text(shell, operation.offset);
  const lengthText = operation.length && (yield* x.text(shell, operation.length));
  if (!found.list) {
    if (!found.set) return joined(shell, found, [], mode);
    return joined(shell, found, [sliced(shell, found.values[0]!, offsetText, lengthText)], mode);
  }
  const { offset, count } = sliceBounds(shell, offsetText, lengthText);
  const variable = shell.variables.find(found.name);
  if (found.name === '@' || found.name === '*') {
    const withName = [shell.name, ...found.values];
    const from = offset < 0 ? withName.length + offset : offset;
    return joined(
      shell,
      found,
      from < 0 ? [] : withName.slice(from, count === undefined ? undefined : from + count),
      mode,
    );
  }
  let values = [...found.values];
  if (variable?.array) {
    const from = offset < 0 ? endOf(variable) + offset : offset;
    values =
      from < 0
        ? []
        : indexes(variable.array)
            .filter((i) => i >= from)
            .map((i) => variable.array!.get(i)!);
  } else
    values = values.slice(
      Math.max(0, offset < 0 ? values.length + offset : offset > 0 ? offset - (variable?.assoc ? 1 : 0) : 0),
    );
  return joined(shell, found, count === undefined ? values : values.slice(0, count), mode);
}

function sliceBounds(shell: Shell, offsetText: string, lengthText: string | undefined) {
  const offset = Number(arithmeticOf(shell, offsetText));
  const count = lengthText === undefined ? undefined : Number(arithmeticOf(shell, lengthText));
  if (count !== undefined && count < 0) throw new ExpansionError(`${lengthText}: substring expression < 0`);
  return { offset, count };
}

function transform(shell: Shell, part: ParameterExpansionPart, letter: string, found: Found, mode: Mode): Part[] {
  if (!/^[UuLQEPAKak]$/.test(letter)) throw badSubstitution(part);
  if (!found.set && !found.list && letter !== 'a' && letter !== 'A') return joined(shell, found, [], mode);
  const values = transformed(shell, letter, found.name, found.values, found.list !== undefined, found.subscript);
  return joined(
    shell,
    { ...found, list: values.length === 1 && letter !== 'Q' ? found.list && '*' : found.list },
    values,
    mode,
  );
}

import { arithmetic as arithmeticOf } from './values.ts';
