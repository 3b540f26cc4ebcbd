// Shell patterns (bash(1) Pattern Matching) and POSIX extended regular expressions (regex(7)) as JavaScript's. In a pattern a
// backslash makes the next character ordinary: quoted text arrives so. Byte strings of UTF-8 are matched by byte, unless decoded before.

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t\\n\\r\\f\\v',
  upper: 'A-Z',
  word: 'A-Za-z0-9_',
  xdigit: '0-9A-Fa-f',
};

const literal = (char: string): string => (/[\\^$.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char);

export interface PatternOptions {
  readonly extglob: boolean;
  readonly ignoreCase?: boolean;
  /** File names: `*` and `?` do not cross a slash, and a leading dot must be written. */
  readonly path?: boolean;
}

/** Whether `pattern` has a character that is active. */
export function isActive(pattern: string, extglob: boolean): boolean {
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '\\') i++;
    else if (char === '*' || char === '?') return true;
    else if (char === '[' && bracketEnd(pattern, i) > 0) return true;
    else if (extglob && pattern[i + 1] === '(' && '+@!'.includes(char)) return true;
  }
  return false;
}

/** The index behind the bracket expression that starts at `at`; 0 when it is not one. */
function bracketEnd(pattern: string, at: number): number {
  let i = at + 1;
  if (pattern[i] === '!' || pattern[i] === '^') i++;
  if (pattern[i] === ']') i++;
  for (; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '[' && ':.='.includes(pattern[i + 1] ?? ' ')) {
      const end = pattern.indexOf(`${pattern[i + 1]!}]`, i + 2);
      if (end > 0) i = end + 1;
    } else if (pattern[i] === ']') return i + 1;
  }
  return 0;
}

/** `[…]` from `at` to `end` in JavaScript's words. */
function bracket(pattern: string, at: number, end: number, escapes: boolean): string {
  let i = at + 1;
  let set = '';
  const negated = pattern[i] === '!' || pattern[i] === '^';
  if (negated) i++;
  for (; i < end - 1; i++) {
    let char = pattern[i]!;
    if (char === '[' && pattern[i + 1] === ':') {
      const close = pattern.indexOf(':]', i + 2);
      const members = CLASSES[pattern.slice(i + 2, close)];
      if (close > 0 && members) {
        set += members;
        i = close + 1;
        continue;
      }
    }
    if (char === '[' && (pattern[i + 1] === '.' || pattern[i + 1] === '=')) {
      const close = pattern.indexOf(`${pattern[i + 1]!}]`, i + 2);
      if (close > 0) {
        set += literal(pattern.slice(i + 2, close));
        i = close + 1;
        continue;
      }
    }
    if (char === '\\' && escapes) char = pattern[++i]!;
    else if (char === '-' && set !== '' && i < end - 2) {
      set += '-';
      continue;
    }
    set += literal(char);
  }
  if (set === '') return negated ? '[^]' : '(?!)';
  return `[${negated ? '^' : ''}${ordered(set)}]`;
}

/** A range that runs backwards matches nothing in bash and is an error in JavaScript. */
const ordered = (set: string): string =>
  set.replace(/(\\?[^\\-])-(\\?[^\\-])/g, (range, from: string, to: string) =>
    from.replace(/^\\(?!x)/, '') > to.replace(/^\\(?!x)/, '') && from.length < 3 && to.length < 3 ? '' : range,
  );

/** The pattern as the source of a regular expression without anchors. `rest` is what must follow, for `!(…)`. */
function translate(pattern: string, options: PatternOptions, shortest: boolean): string {
  let source = '';
  const any = options.path ? '[^/]' : '[^]';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (options.extglob && pattern[i + 1] === '(' && '?*+@!'.includes(char)) {
      const end = groupEnd(pattern, i + 1);
      if (end > 0) {
        const inner = alternatives(pattern.slice(i + 2, end - 1))
          .map((p) => translate(p, options, shortest))
          .join('|');
        if (char === '!') {
          const rest = translate(pattern.slice(end), options, shortest);
          return `${source}(?:(?!(?:${inner})${rest}$)${any}*${shortest ? '?' : ''})${rest}`;
        }
        source += `(?:${inner})${char === '@' ? '' : char}`;
        i = end - 1;
        continue;
      }
    }
    if (char === '*') source += `${any}*${shortest ? '?' : ''}`;
    else if (char === '?') source += any;
    else if (char === '\\' && i + 1 < pattern.length) source += literal(pattern[++i]!);
    else if (char === '[') {
      const end = bracketEnd(pattern, i);
      if (end > 0) {
        source += bracket(pattern, i, end, true);
        i = end - 1;
      } else source += '\\[';
    } else source += literal(char);
  }
  return source;
}

function groupEnd(pattern: string, open: number): number {
  let depth = 0;
  for (let i = open; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === '(') depth++;
    else if (pattern[i] === ')' && --depth === 0) return i + 1;
  }
  return 0;
}

function alternatives(inner: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] === '\\') i++;
    else if (inner[i] === '(') depth++;
    else if (inner[i] === ')') depth--;
    else if (inner[i] === '|' && depth === 0) {
      parts.push(inner.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(inner.slice(start));
  return parts;
}

const cache = new Map<string, RegExp>();
const CACHED = 500;

type Where = 'whole' | 'start-shortest' | 'start-longest' | 'end-shortest' | 'end-longest' | 'anywhere';

const ANCHORED: Readonly<Record<Where, (source: string) => string>> = {
  whole: (source) => `^(?:${source})$`,
  'start-shortest': (source) => `^(?:${source})`,
  'start-longest': (source) => `^(?:${source})`,
  // group 1 is what stays
  'end-shortest': (source) => `^([^]*)(?:${source})$`,
  'end-longest': (source) => `^([^]*?)(?:${source})$`,
  anywhere: (source) => source,
};

/** `where`: the whole text, a shortest or longest piece at its start or end, or anywhere in it (longest). */
export function patternRegExp(pattern: string, options: PatternOptions, where: Where = 'whole'): RegExp {
  const key = `${where}${options.extglob ? 'e' : ''}${options.ignoreCase ? 'i' : ''}${options.path ? 'p' : ''}:${pattern}`;
  let found = cache.get(key);
  if (found) return found;
  const source = translate(pattern, options, where === 'start-shortest');
  const flags = `${options.ignoreCase ? 'i' : ''}${where === 'anywhere' ? 'g' : ''}`;
  found = new RegExp(ANCHORED[where](source), flags);
  if (cache.size >= CACHED) cache.clear();
  cache.set(key, found);
  return found;
}

export const matches = (text: string, pattern: string, options: PatternOptions): boolean =>
  patternRegExp(pattern, options).test(text);

/** A POSIX extended regular expression as JavaScript's; undefined when it is not one. */
export function extendedRegExp(expression: string, ignoreCase: boolean): RegExp | undefined {
  let source = '';
  for (let i = 0; i < expression.length; i++) {
    const char = expression[i]!;
    if (char === '\\' && i + 1 < expression.length) {
      const next = expression[++i]!;
      source += /[wWsSbB<>]/.test(next) ? (next === '<' || next === '>' ? '\\b' : `\\${next}`) : literal(next);
    } else if (char === '[') {
      const end = bracketEnd(expression.replace(/\\/g, '\u0100'), i);
      if (end === 0) return undefined;
      source += bracket(expression, i, end, false);
      i = end - 1;
    } else if (char === '*' && (source === '' || source.endsWith('(') || source.endsWith('|'))) source += '\\*';
    else if (char === '{' && !/^\{\d*,?\d*\}/.test(expression.slice(i))) source += '\\{';
    else if (char === '}' && !/\{\d*,?\d*$/.test(source)) source += '\\}';
    else if (char === '/') source += '\\/';
    else source += char;
  }
  try {
    return new RegExp(source, ignoreCase ? 'i' : '');
  } catch {
    return undefined;
  }
}
