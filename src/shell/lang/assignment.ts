// Assignments as they are written: NAME=value, NAME[i]=value, NAME=( … ), with += (bash(1) PARAMETERS, Arrays).

import type { ArrayValue, Assignment, Word } from 'unbash';
import type { Program } from '../../sim/process.ts';
import { ExpansionError } from './control.ts';
import type { Shell } from './shell.ts';
import { arithmetic, assign, combine, endOf, toArray, type AssignHow } from './values.ts';
import type { Variable } from './variables.ts';
import { expandFields, expandQuoted, expandText, wordOf } from './word.ts';

/** An assignment whose words are expanded. */
export type Expanded =
  | { readonly name: string; readonly subscript: string | undefined; readonly value: string; readonly append: boolean }
  | { readonly name: string; readonly elements: readonly Element[]; readonly append: boolean; readonly text: string };

interface Element {
  /** As written between brackets, expanded; undefined: the next index. */
  readonly key: string | undefined;
  readonly value: string;
  readonly append: boolean;
}

export function* expandAssignment(shell: Shell, node: Assignment): Program<Expanded> {
  const append = node.append ?? false;
  if (node.value.type === 'ArrayValue')
    return { name: node.name, elements: yield* elementsOf(shell, node.value), append, text: node.text };
  const subscript = node.index && (yield* subscriptText(shell, node.name, node.index));
  return { name: node.name, subscript, value: yield* expandText(shell, node.value, true), append };
}

/** A key of an associative array is data: what looks like quotes in the result stays. */
function* subscriptText(shell: Shell, name: string, index: Word): Program<string> {
  if (!shell.variables.find(name)?.assoc) return yield* expandQuoted(shell, index.text);
  return (yield* expandText(shell, index)).replace(/[\\'"]/g, '\\$&');
}

function* elementsOf(shell: Shell, value: ArrayValue): Program<Element[]> {
  const elements: Element[] = [];
  for (const word of value.elements) {
    const keyed = word.text.startsWith('[') ? keyEnd(word.text) : undefined;
    if (!keyed) {
      for (const field of yield* expandFields(shell, [word]))
        elements.push({ key: undefined, value: field, append: false });
      continue;
    }
    const key = yield* expandText(shell, wordOf(word.text.slice(1, keyed.close)));
    const text = word.text.slice(keyed.value);
    elements.push({
      key,
      value: text === '' ? '' : yield* expandText(shell, wordOf(text), true),
      append: keyed.append,
    });
  }
  return elements;
}

/** Where `[key]=` and `[key]+=` end. */
function keyEnd(text: string): { close: number; value: number; append: boolean } | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\') i++;
    else if (char === "'" || char === '"') {
      const end = text.indexOf(char, i + 1);
      if (end < 0) return undefined;
      i = end;
    } else if (char === '[') depth++;
    else if (char === ']' && --depth === 0) {
      const operator = /^\+?=/.exec(text.slice(i + 1))?.[0];
      return operator ? { close: i, value: i + 1 + operator.length, append: operator === '+=' } : undefined;
    }
  }
  return undefined;
}

export function perform(shell: Shell, expanded: Expanded, how: Pick<AssignHow, 'command' | 'into'> = {}): void {
  if (!('elements' in expanded)) {
    const { subscript, append } = expanded;
    return assign(shell, expanded.name, expanded.value, { subscript, append, ...how });
  }
  const variable = how.into ?? shell.variables.make(expanded.name);
  if (variable.readonly)
    throw new ExpansionError(`${how.command ? `${how.command}: ` : ''}${expanded.name}: readonly variable`);
  if (variable.assoc) return fillAssociative(shell, expanded.name, variable, expanded);
  fillIndexed(shell, expanded.name, variable, expanded);
}

type Compound = Extract<Expanded, { elements: unknown }>;

function fillAssociative(shell: Shell, name: string, variable: Variable, { elements, append }: Compound): void {
  const map = append ? variable.assoc! : (variable.assoc = new Map());
  // without [key]= the words are keys and values in turn
  if (elements[0] && elements[0].key === undefined) {
    for (let i = 0; i < elements.length; i += 2) map.set(elements[i]!.value, elements[i + 1]?.value ?? '');
    return;
  }
  for (const element of elements) {
    if (element.key === undefined)
      throw new ExpansionError(`${name}: ${element.value}: must use subscript when assigning associative array`);
    map.set(element.key, combine(shell, variable, map.get(element.key), element.value, element.append));
  }
}

function fillIndexed(shell: Shell, name: string, variable: Variable, { elements, append }: Compound): void {
  if (!append) {
    variable.value = undefined;
    variable.array = new Map();
  }
  const array = toArray(variable);
  let next = append ? endOf(variable) : 0;
  for (const element of elements) {
    if (element.key !== undefined) {
      const index = Number(arithmetic(shell, element.key));
      next = index < 0 ? endOf(variable) + index : index;
      if (next < 0) throw new ExpansionError(`${name}[${element.key}]: bad array subscript`);
    }
    array.set(next, combine(shell, variable, array.get(next), element.value, element.append));
    next++;
  }
}
