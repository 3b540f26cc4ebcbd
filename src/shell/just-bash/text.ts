// Byte strings ↔ the text that the library works on. In the C locale, which our machines have, every byte is a character: a byte
// above 127 becomes one private character (U+F780 … U+F7FF), which no case folding, sorting or regular expression mistakes for
// a letter, and comes back as the same byte. jq alone works in Unicode whatever the locale is: for it UTF-8 is decoded, and
// only bytes that are no UTF-8 become private characters.

import { encodeUtf8, type Bytes } from '../../base/bytes.ts';

/** How a tool sees bytes. */
export interface Coding {
  toText(bytes: Bytes): string;
  toBytes(text: string): Bytes;
}

const PRIVATE = 0xf700;

const isPrivate = (code: number): boolean => code >= PRIVATE + 0x80 && code <= PRIVATE + 0xff;

const hide = (bytes: Bytes): string =>
  bytes.replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(PRIVATE + byte.charCodeAt(0)));

/** Text of the library's own making (a message with a typographic quote) is UTF-8; what was hidden is uncovered. */
const uncover = (text: string): Bytes => {
  let bytes = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    bytes += isPrivate(code) ? String.fromCharCode(code - PRIVATE) : encodeUtf8(char);
  }
  return bytes;
};

// eslint-disable-next-line no-control-regex -- the range is ASCII itself
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

/** The C locale. */
export const BYTES: Coding = {
  toText: (bytes) => (isAscii(bytes) ? bytes : hide(bytes)),
  toBytes: (text) => (isAscii(text) ? text : uncover(text)),
};

/** A well-formed character of UTF-8, of several bytes (Unicode 15, table 3-7). */
const MULTIBYTE =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/g;

function decode(sequence: Bytes): string {
  let code = sequence.charCodeAt(0) & (0x7f >> sequence.length);
  for (let i = 1; i < sequence.length; i++) code = (code << 6) | (sequence.charCodeAt(i) & 63);
  return isPrivate(code) ? hide(sequence) : String.fromCodePoint(code);
}

export const UNICODE: Coding = {
  toText(bytes) {
    if (isAscii(bytes)) return bytes;
    let text = '';
    let from = 0;
    for (const found of bytes.matchAll(MULTIBYTE)) {
      text += hide(bytes.slice(from, found.index)) + decode(found[0]);
      from = found.index + found[0].length;
    }
    return text + hide(bytes.slice(from));
  },
  toBytes: BYTES.toBytes,
};
