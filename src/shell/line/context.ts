// What is being completed: the word at the cursor, its quotes, and the words of its command before it. A reading of shell syntax that
// never fails, for a line that is not finished.

export interface Context {
  /** The word's beginning, in characters. */
  readonly from: number;
  /** The word up to the cursor, quotes removed. */
  readonly word: string;
  readonly quote: '' | "'" | '"';
  /** The command's words before it, its name first; empty: the word is a command's name. */
  readonly before: readonly string[];
  /** Behind a redirection operator: a file's name. */
  readonly redirection: boolean;
}

const OPENERS = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '{', '!', 'time', '(', 'in']);

interface Word {
  readonly text: string;
  readonly from: number;
  readonly quote: '' | "'" | '"';
}

export function contextAt(chars: readonly string[], cursor: number): Context {
  let words: string[] = [];
  let redirection = false;
  let i = 0;
  let last: Word = { text: '', from: cursor, quote: '' };
  while (i < cursor) {
    const char = chars[i]!;
    if (/\s/.test(char)) {
      if (char === '\n') words = [];
      i++;
      last = { text: '', from: cursor, quote: '' };
    } else if (/[|&;()<>]/.test(char)) {
      redirection = char === '<' || char === '>' || (char === '&' && redirection && /[<>]/.test(chars[i - 1] ?? ''));
      if (!redirection) words = [];
      i++;
      last = { text: '', from: cursor, quote: '' };
    } else {
      const [word, end] = wordAt(chars, i, cursor);
      i = end;
      last = word;
      if (end >= cursor) break;
      if (redirection) redirection = false;
      else if (!(words.length === 0 && (OPENERS.has(word.text) || /^[A-Za-z_]\w*=/.test(word.text))))
        words.push(word.text);
    }
  }
  return { from: last.from, word: last.text, quote: last.quote, before: words, redirection };
}

function wordAt(chars: readonly string[], start: number, cursor: number): [Word, number] {
  let text = '';
  let quote: Word['quote'] = '';
  let i = start;
  for (; i < cursor; i++) {
    const char = chars[i]!;
    if (quote === "'") {
      if (char === "'") quote = '';
      else text += char;
    } else if (char === '\\') {
      i++;
      if (i < cursor) text += chars[i]!;
    } else if (char === quote) quote = '';
    else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (quote === '' && /[\s|&;()<>]/.test(char)) break;
    else text += char;
  }
  return [{ text, from: start, quote }, i];
}

/** A word as it must be typed. */
export function quoted(word: string, quote: Context['quote']): string {
  if (quote === "'") return `'${word.replace(/'/g, "'\\''")}`;
  if (quote === '"') return `"${word.replace(/["\\$`]/g, '\\$&')}`;
  return word.replace(/[\s"'\\$`|&;()<>*?[\]{}!#]/g, '\\$&');
}
