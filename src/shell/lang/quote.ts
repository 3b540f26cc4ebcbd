// Text as bash would read it back: single quotes where a person would put them, $'…' where a character cannot be shown
// (declare -p, printf %q, ${x@Q}, set, trap, alias, set -x).

// eslint-disable-next-line no-control-regex -- what cannot be shown is what is asked for
const UNPRINTABLE = /[\x00-\x1f\x7f-\xff]/;

export function singleQuoted(text: string): string {
  if (text === "'") return "\\'";
  return `'${text.replace(/'/g, "'\\''")}'`;
}

const NAMED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
};

export function ansiQuoted(text: string): string {
  let quoted = '';
  for (const char of text) {
    const code = char.charCodeAt(0);
    quoted += NAMED[char] ?? (code < 32 || code > 126 ? `\\${code.toString(8).padStart(3, '0')}` : char);
  }
  return `$'${quoted}'`;
}

/** As `set` and `declare` show a value when they use single quotes only where needed. */
export function quoteIfNeeded(text: string): string {
  if (UNPRINTABLE.test(text)) return ansiQuoted(text);
  return text === '' || /[^\w%+,./:@=-]|^[~#]|[:=]~/.test(text) ? singleQuoted(text) : text;
}

/** As `set -x` shows a word. */
export function traceQuoted(text: string): string {
  if (text === '' || /[\s'"\\|&;()<>!{}*[\]?$`^]|^[~#]|[:=]~/.test(text)) return singleQuoted(text);
  return UNPRINTABLE.test(text) ? ansiQuoted(text) : text;
}

/** `declare -p`: always double quotes, unless something cannot be shown. */
export function doubleQuoted(text: string): string {
  if (UNPRINTABLE.test(text)) return ansiQuoted(text);
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}

/** ${x@Q} */
export const alwaysQuoted = (text: string): string => (UNPRINTABLE.test(text) ? ansiQuoted(text) : singleQuoted(text));

/** printf %q: backslashes. */
export function backslashed(text: string): string {
  if (text === '') return "''";
  if (UNPRINTABLE.test(text)) return ansiQuoted(text);
  return text.replace(/[^\w%+./:@=-]/g, '\\$&').replace(/^\\?[~#]/, (m) => `\\${m.slice(-1)}`);
}
