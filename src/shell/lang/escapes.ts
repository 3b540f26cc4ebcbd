// Backslash escapes: $'…' (bash(1) QUOTING), echo -e and printf's %b (bash(1) echo, printf(1)).

import { encodeUtf8 } from '../../base/bytes.ts';

const SINGLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** A character of Unicode; where the locale has it not, its escape again. */
const codePoint = (letter: string, digits: string, utf8: boolean): string => {
  const code = parseInt(digits, 16);
  if (code > 127 && !utf8)
    return code > 0xffff
      ? `\\U${code.toString(16).toUpperCase().padStart(8, '0')}`
      : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return code > 0x10ffff ? `\\${letter}${digits}` : encodeUtf8(String.fromCodePoint(code));
};

/** The escape that starts at `text[at] === '\\'`: what it means and where it ends; undefined when it is none. */
function escapeAt(
  text: string,
  at: number,
  utf8: boolean,
): { readonly bytes: string; readonly end: number } | undefined {
  const next = text[at + 1] ?? '';
  const single = SINGLE[next];
  if (single !== undefined) return { bytes: single, end: at + 2 };
  const rest = text.slice(at + 1, at + 10);
  const hex = /^x[0-9A-Fa-f]{1,2}/.exec(rest)?.[0];
  if (hex) return { bytes: String.fromCharCode(parseInt(hex.slice(1), 16)), end: at + 1 + hex.length };
  const unicode = /^(u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8})/.exec(rest)?.[0];
  if (unicode) return { bytes: codePoint(unicode[0]!, unicode.slice(1), utf8), end: at + 1 + unicode.length };
  return undefined;
}

/** The text of $'…'. */
export function ansiUnescaped(text: string, utf8: boolean): { readonly text: string } {
  let result = '';
  for (let i = 0; i < text.length;) {
    if (text[i] !== '\\') {
      result += text[i++];
      continue;
    }
    const found = escapeAt(text, i, utf8);
    const octal = /^[0-7]{1,3}/.exec(text.slice(i + 1, i + 4))?.[0];
    const next = text[i + 1] ?? '';
    if (found) {
      result += found.bytes;
      i = found.end;
    } else if (octal) {
      result += String.fromCharCode(parseInt(octal, 8) & 255);
      i += 1 + octal.length;
    } else if (next === "'" || next === '"' || next === '?') {
      result += next;
      i += 2;
    } else if (next === 'c' && text[i + 2]) {
      result += String.fromCharCode(text.charCodeAt(i + 2) & 31);
      i += 3;
    } else {
      result += `\\${next}`;
      i += 2;
    }
  }
  const nul = result.indexOf('\0');
  return { text: nul < 0 ? result : result.slice(0, nul) };
}

/** echo -e (`zero`: octal needs a 0 in front) and printf's %b and format. `stop`: \c was met. */
export function echoUnescaped(
  text: string,
  how: { readonly zero: boolean; readonly utf8: boolean; readonly format?: boolean },
): { readonly text: string; readonly stop: boolean } {
  const { zero, utf8, format } = how;
  if (!text.includes('\\')) return { text, stop: false };
  let result = '';
  for (let i = 0; i < text.length;) {
    if (text[i] !== '\\') {
      result += text[i++];
      continue;
    }
    if (text[i + 1] === 'c' && !format) return { text: result, stop: true };
    const found = escapeAt(text, i, utf8);
    const octal = (zero ? /^0[0-7]{0,3}/ : /^0?[0-7]{1,3}/).exec(text.slice(i + 1, i + 5))?.[0];
    if (found) {
      result += found.bytes;
      i = found.end;
    } else if (octal) {
      const digits = format ? octal.slice(0, 3) : octal;
      result += String.fromCharCode(parseInt(digits, 8) & 255);
      i += 1 + digits.length;
    } else if (!zero && /["'?]/.test(text[i + 1] ?? '')) {
      result += text[i + 1]!;
      i += 2;
    } else {
      result += '\\';
      i++;
    }
  }
  return { text: result, stop: false };
}
