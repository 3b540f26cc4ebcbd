// Word expansion (bash(1) EXPANSION), in bash's order: braces, tilde, parameters, commands and arithmetic, splitting, path names,
// quote removal. The tree is unbash's; a word that braces or quotes change as text is parsed again.

import { parse, type Word, type WordPart } from 'unbash';
import { isErrno } from '../../base/errno.ts';
import type { Program } from '../../sim/process.ts';
import { ansiUnescaped } from './escapes.ts';
import { braceExpand } from './brace.ts';
import { ExpansionError } from './control.ts';
import { glob } from './glob.ts';
import { parameter, simpleParameter, type Expander, type Mode } from './parameter.ts';
import { isActive } from './pattern.ts';
import { plainPiece, quotedPiece, splitPiece, toFields, toPattern, toRegex, toText, type Part } from './pieces.ts';
import type { Shell } from './shell.ts';
import { arithmetic } from './values.ts';

interface How {
  readonly mode: Mode;
  /** Tilde expansion: at the word's start, or behind `:` too, as in assignments. */
  readonly tilde: 'start' | 'assignment' | 'none';
  /** Literal text splits as well: the operand of ${x:-…}. */
  readonly operand: boolean;
  /** A regular expression: its backslashes stay. */
  readonly regex?: boolean;
}

const FIELDS: How = { mode: 'fields', tilde: 'start', operand: false };
const TEXT: How = { mode: 'text', tilde: 'start', operand: false };
const ASSIGNED: How = { mode: 'text', tilde: 'assignment', operand: false };
const OPERAND: How = { mode: 'fields', tilde: 'start', operand: true };
const REGEX: How = { mode: 'text', tilde: 'start', operand: false, regex: true };
const QUOTED: How = { mode: 'quoted', tilde: 'none', operand: false };

/** Words → the arguments that a command gets. */
export function* expandFields(shell: Shell, words: readonly Word[]): Program<string[]> {
  const fields: string[] = [];
  for (const word of words) {
    if (!word.parts && word.text === word.value && !word.text.includes('~')) fields.push(word.value);
    else for (const one of braced(shell, word)) yield* addFields(shell, one, fields);
  }
  return fields;
}

/** The word's texts after brace expansion, as words. */
function braced(shell: Shell, word: Word): readonly Word[] {
  if (!word.parts?.some((part) => part.type === 'BraceExpansion') || !shell.options.is('braceexpand')) return [word];
  try {
    return braceExpand(word.text).map(wordOf);
  } catch (error) {
    if (error instanceof RangeError) throw new ExpansionError(`${error.message}: not in this simulator`);
    throw error;
  }
}

function* addFields(shell: Shell, word: Word, fields: string[]): Program {
  const parts = yield* expandWord(shell, word, FIELDS);
  const ifs = shell.variables.get('IFS') ?? ' \t\n';
  const extglob = shell.options.shopt('extglob');
  for (const field of toFields(parts, ifs)) {
    if (field.pattern === undefined || shell.options.is('noglob') || !isActive(field.pattern, extglob)) {
      fields.push(field.text);
      continue;
    }
    const names = glob(shell.sys, field.pattern, {
      extglob,
      dotglob: shell.options.shopt('dotglob'),
      nocase: shell.options.shopt('nocaseglob'),
      globstar: shell.options.shopt('globstar'),
    });
    for (const name of names) fields.push(name);
    if (names.length) continue;
    if (shell.options.shopt('failglob')) throw new ExpansionError(`no match: ${field.text}`);
    if (!shell.options.shopt('nullglob')) fields.push(field.text);
  }
}

/** A word that stays one text: assignments' values, case words, here-strings. */
export function* expandText(shell: Shell, word: Word, assignment = false): Program<string> {
  if (!word.parts && word.text === word.value && !word.text.includes('~')) return word.value;
  return toText(yield* expandWord(shell, word, assignment ? ASSIGNED : TEXT));
}

/** The value of an argument like `local x=…`, already parsed as an assignment. */
export function* expandPattern(shell: Shell, word: Word): Program<string> {
  return toPattern(yield* expandWord(shell, word, TEXT));
}

export function* expandRegex(shell: Shell, word: Word): Program<string> {
  // unbash takes a regex word for literal text: its quotes and backslashes are the expression's
  if (!word.parts) return word.text;
  return toRegex(yield* expandWord(shell, word, REGEX));
}

/** Text as if it stood in double quotes: arithmetic, subscripts, prompts, here-documents' bodies. */
export function* expandQuoted(shell: Shell, text: string): Program<string> {
  if (!/[$`\\]/.test(text)) return text;
  return toText(yield* partsOf(shell, quotedParts(text), QUOTED));
}

export function* expandParts(shell: Shell, parts: readonly WordPart[]): Program<string> {
  return toText(yield* partsOf(shell, parts, QUOTED));
}

const expander: Expander = {
  *operand(shell, word, mode) {
    if (mode === 'quoted') return [quotedPiece(yield* expandQuoted(shell, withoutQuotes(word.text)))];
    return yield* expandWord(shell, word, mode === 'fields' ? OPERAND : TEXT);
  },
  text: (shell, word) => expandText(shell, word),
  pattern: (shell, word) => expandPattern(shell, word),
  parts: (shell, word) => expandWord(shell, word, { ...TEXT, operand: true }),
};

/** Double quotes inside of double quotes only group. */
const withoutQuotes = (text: string): string => text.replace(/(\\.)|"/gs, (_, escaped: string) => escaped ?? '');

function* expandWord(shell: Shell, word: Word, how: How): Program<Part[]> {
  if (word.parts) return yield* partsOf(shell, word.parts, how);
  if (word.text === '') return [];
  return literal(shell, word.value, word.text, how, true);
}

function* partsOf(shell: Shell, parts: readonly WordPart[], how: How): Program<Part[]> {
  const result: Part[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part.type === 'Literal')
      for (const piece of literal(shell, part.value, part.text, how, i === 0)) result.push(piece);
    else if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') {
      const inner = yield* partsOf(shell, part.parts, QUOTED);
      // "" is a field, "$@" without parameters is none
      if (inner.length === 0 && !part.parts.some(isList)) result.push(quotedPiece(''));
      for (const piece of inner) result.push(piece);
    } else for (const piece of yield* onePart(shell, part, how)) result.push(piece);
  }
  return result;
}

const isList = (part: WordPart): boolean =>
  (part.type === 'SimpleExpansion' && part.text === '$@') ||
  (part.type === 'ParameterExpansion' &&
    (part.parameter === '@' || part.index?.text === '@' || part.operation !== undefined));

function* onePart(shell: Shell, part: WordPart, how: How): Program<Part[]> {
  const result = (text: string) => [how.mode === 'quoted' ? quotedPiece(text) : splitPiece(text)];
  switch (part.type) {
    case 'SimpleExpansion':
      return simpleParameter(shell, part.text.slice(1), how.mode);
    case 'ParameterExpansion':
      return yield* parameter(shell, part, how.mode, expander);
    case 'SingleQuoted':
      return [quotedPiece(part.value)];
    case 'AnsiCQuoted':
      return [quotedPiece(ansiUnescaped(part.text.slice(2, -1), shell.utf8).text)];
    case 'CommandExpansion':
      if (!part.script) return result('');
      return result(yield* shell.interpreter.substitute(shell, part));
    case 'ArithmeticExpansion': {
      const text = part.text.startsWith('$[') ? part.text.slice(2, -1) : part.text.slice(3, -2);
      return result(String(arithmetic(shell, yield* expandArithmetic(shell, text))));
    }
    case 'ProcessSubstitution':
      return [quotedPiece(yield* shell.interpreter.processSubstitution(shell, part))];
    case 'Glob':
      if (part.kind !== 'bracket') return [plainPiece(part.text)];
      return [plainPiece('['), ...(yield* patternParts(shell, part.parts, how)), plainPiece(']')];
    case 'ExtendedGlob': {
      const inner = part.parts ? yield* patternParts(shell, part.parts, how) : [plainPiece(part.pattern)];
      return [plainPiece(`${part.operator}(`), ...inner, plainPiece(')')];
    }
    default:
      return [plainPiece(part.text)];
  }
}

/** Inside of a bracket or an extended pattern, literal text is part of the pattern. */
function* patternParts(shell: Shell, parts: readonly WordPart[], how: How): Program<Part[]> {
  const result: Part[] = [];
  for (const part of parts) {
    if (part.type === 'Literal') result.push(plainPiece(part.text));
    else for (const piece of yield* partsOf(shell, [part], { ...how, tilde: 'none' })) result.push(piece);
  }
  return result;
}

function literal(shell: Shell, value: string, text: string, how: How, first: boolean): Part[] {
  if (how.tilde !== 'none' && text.includes('~')) {
    // a word that looks like an assignment gets an assignment's tildes: dd if=~/x
    const head =
      first && how.tilde === 'start' && how.mode === 'fields' ? /^[A-Za-z_]\w*=(?=~)/.exec(text)?.[0] : undefined;
    const expanded = tildes(
      shell,
      text.slice(head?.length ?? 0),
      how.tilde === 'assignment' || head !== undefined,
      first,
    );
    if (expanded) return head ? [quotedPiece(head), ...expanded] : expanded;
  }
  if (how.regex) return [plainPiece(text)];
  if (!how.operand) return [quotedPiece(value)];
  return [...text.matchAll(/\\(.)|[^\\]+/gs)].map(([all, escaped]) =>
    escaped === undefined ? splitPiece(all) : quotedPiece(escaped),
  );
}

/** `~`, `~user`, `~+`, `~-` at the start (and, in assignments, behind colons). */
function tildes(shell: Shell, text: string, assignment: boolean, first: boolean): Part[] | undefined {
  let changed = false;
  const pieces = assignment ? text.split(/(?<=:)/) : [text];
  const parts = pieces.map((piece, i): Part => {
    const prefix = i > 0 || first ? /^~([\w.+-]*)(?=[/:]|$)/.exec(piece) : null;
    const home = prefix && homeOf(shell, prefix[1]!);
    if (home === undefined || home === null) return quotedPiece(piece.replace(/\\(.)/gs, '$1'));
    changed = true;
    return quotedPiece(home + piece.slice(prefix![0].length).replace(/\\(.)/gs, '$1'));
  });
  return changed ? parts : undefined;
}

function homeOf(shell: Shell, user: string): string | undefined {
  if (user === '') return shell.variables.get('HOME') ?? '/root';
  if (user === '+') return shell.variables.get('PWD');
  if (user === '-') return shell.variables.get('OLDPWD');
  const users = shell.sys.readFile('/etc/passwd');
  if (isErrno(users)) return undefined;
  for (const line of users.split('\n')) {
    const fields = line.split(':');
    if (fields[0] === user) return fields[5];
  }
  return undefined;
}

export function* expandArithmetic(shell: Shell, text: string): Program<string> {
  return /[$`\\"]/.test(text) ? yield* expandQuoted(shell, withoutQuotes(text)) : text;
}

const CACHED = 1000;
const words = new Map<string, Word>();
const quoted = new Map<string, readonly WordPart[]>();

/** A text as the word that it would be in a command. */
export function wordOf(text: string): Word {
  let word = words.get(text);
  if (word) return word;
  const statement = parse(`: ${text.startsWith('#') ? '\\' : ''}${text}`).commands[0]?.command;
  const found = statement?.type === 'Command' ? statement.args[0] : undefined;
  word = found?.type === 'Word' ? found : { type: 'Word', text, value: text, pos: 0, end: text.length };
  if (words.size >= CACHED) words.clear();
  words.set(text, word);
  return word;
}

const DELIMITER = '\x02bash\x02';

/** The parts of a text in double quotes. A here-document's body is just that, but for `"`, which is ordinary there. */
function quotedParts(text: string): readonly WordPart[] {
  let parts = quoted.get(text);
  if (parts) return parts;
  const plain = text.replace(/\\"/g, '"');
  const statement = parse(`: <<${DELIMITER}\n${plain}\n${DELIMITER}\n`).commands[0]?.command;
  const redirect = statement?.type === 'Command' ? statement.redirects[0] : undefined;
  const body = redirect?.type === 'HereDoc' ? redirect.body : undefined;
  parts = body?.parts ?? [{ type: 'Literal', value: plain, text: plain, pos: 0, end: 0 }];
  parts = withoutLastNewline(parts);
  if (quoted.size >= CACHED) quoted.clear();
  quoted.set(text, parts);
  return parts;
}

function withoutLastNewline(parts: readonly WordPart[]): readonly WordPart[] {
  const last = parts[parts.length - 1];
  if (last?.type !== 'Literal' || !last.value.endsWith('\n')) return parts;
  return [...parts.slice(0, -1), { ...last, value: last.value.slice(0, -1), text: last.text.slice(0, -1) }];
}
