// Brace expansion (bash(1) Brace Expansion): text to texts, before anything else is expanded. Quotes and `${` are respected.

/** More texts than this are not made. */
export const BRACE_LIMIT = 100_000;

export function braceExpand(text: string): string[] {
  const found = firstBrace(text);
  if (!found) return [text];
  const { start, end, choices } = found;
  const before = text.slice(0, start);
  const rests = braceExpand(text.slice(end));
  const results: string[] = [];
  for (const choice of choices)
    for (const rest of rests) {
      if (results.length >= BRACE_LIMIT) throw new RangeError('brace expansion: too many words');
      results.push(before + choice + rest);
    }
  return results;
}

interface Braces {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

function firstBrace(text: string): Braces | undefined {
  for (let i = 0; i < text.length;) {
    if (text[i] === '{') {
      const braces = braceAt(text, i);
      if (braces) return braces;
      i++;
    } else i = skipOne(text, i);
  }
  return undefined;
}

/** Behind the quoted part, expansion or character that starts at `i`. */
function skipOne(text: string, i: number): number {
  const char = text[i]!;
  if (char === '\\') return i + 2;
  if (char === "'") return closing(text, i + 1, "'");
  if (char === '"') {
    let k = i + 1;
    while (k < text.length && text[k] !== '"') k = text[k] === '$' || text[k] === '\\' ? skipOne(text, k) : k + 1;
    return k + 1;
  }
  if (char === '`') return closing(text, i + 1, '`');
  if (char === '$' && (text[i + 1] === '{' || text[i + 1] === '('))
    return balanced(text, i + 1, text[i + 1]!, text[i + 1] === '{' ? '}' : ')');
  return i + 1;
}

const closing = (text: string, from: number, char: string): number => {
  const at = text.indexOf(char, from);
  return at < 0 ? text.length : at + 1;
};

function balanced(text: string, i: number, open: string, close: string): number {
  let depth = 0;
  for (; i < text.length;) {
    if (text[i] === open) depth++;
    if (text[i] === close && --depth === 0) return i + 1;
    i = text[i] === open || text[i] === close ? i + 1 : skipOne(text, i);
  }
  return i;
}

function braceAt(text: string, start: number): Braces | undefined {
  const pieces: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let i = start; i < text.length;) {
    const char = text[i]!;
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) {
      pieces.push(text.slice(from, i));
      return choicesOf(pieces, start, i + 1);
    } else if (char === ',' && depth === 1) {
      pieces.push(text.slice(from, i));
      from = i + 1;
    }
    i = char === '{' || char === '}' || char === ',' ? i + 1 : skipOne(text, i);
  }
  return undefined;
}

function choicesOf(pieces: readonly string[], start: number, end: number): Braces | undefined {
  if (pieces.length > 1) return { start, end, choices: pieces.flatMap(braceExpand) };
  const choices = sequence(pieces[0]!);
  return choices && { start, end, choices };
}

function sequence(inner: string): string[] | undefined {
  const numbers = /^([+-]?\d+)\.\.([+-]?\d+)(?:\.\.([+-]?\d+))?$/.exec(inner);
  if (numbers) return numeric(numbers[1]!, numbers[2]!, Number(numbers[3] ?? 1));
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.([+-]?\d+))?$/.exec(inner);
  if (!letters) return undefined;
  const codes = range(letters[1]!.charCodeAt(0), letters[2]!.charCodeAt(0), Number(letters[3] ?? 1));
  // what is between Z and a must not become active
  return codes.map((code) => (/[A-Za-z]/.test(String.fromCharCode(code)) ? '' : '\\') + String.fromCharCode(code));
}

function numeric(from: string, to: string, step: number): string[] {
  const padded = /^[+-]?0\d/.test(from) || /^[+-]?0\d/.test(to);
  const width = padded ? Math.max(from.length, to.length) : 0;
  return range(Number(from), Number(to), step).map((n) =>
    n < 0 ? `-${String(-n).padStart(width - 1, '0')}` : String(n).padStart(width, '0'),
  );
}

function range(from: number, to: number, step: number): number[] {
  const by = Math.abs(step) || 1;
  const count = Math.floor(Math.abs(to - from) / by) + 1;
  if (count > BRACE_LIMIT) throw new RangeError('brace expansion: too many words');
  return Array.from({ length: count }, (_, i) => (to < from ? from - i * by : from + i * by));
}
