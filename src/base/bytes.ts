// Data in files, pipes and sockets is a *byte string*: a JavaScript string whose every character is one byte (0 … 255).
// It is what the C locale sees, it is fast, and it is exact. Text becomes bytes at the terminal and nowhere else.

export type Bytes = string;

/** Text → its UTF-8 bytes. Lone surrogates become U+FFFD, as TextEncoder does. */
export function encodeUtf8(text: string): Bytes {
  // eslint-disable-next-line no-control-regex -- the range is ASCII itself
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  let bytes = '';
  for (const char of text) {
    let code = char.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes += String.fromCharCode(code);
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000)
      bytes += String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else
      bytes += String.fromCharCode(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
  }
  return bytes;
}

/** How many bytes the character that `lead` starts takes; 0 when no character starts so. */
const widthOf = (lead: number): number =>
  lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

/** Bytes → text, in pieces: a character cut by a piece's end waits for the next piece. Wrong bytes become U+FFFD. */
export class Utf8Decoder {
  #rest: Bytes = '';

  decode(piece: Bytes): string {
    const bytes = this.#rest + piece;
    this.#rest = '';
    let text = '';
    for (let i = 0; i < bytes.length;) {
      const width = widthOf(bytes.charCodeAt(i));
      if (width === 1) {
        text += bytes[i++];
        continue;
      }
      let taken = 1;
      while (taken < width && i + taken < bytes.length && (bytes.charCodeAt(i + taken) & 0xc0) === 0x80) taken++;
      if (taken < width && i + taken === bytes.length) {
        this.#rest = bytes.slice(i);
        break;
      }
      text += width > 0 && taken === width ? decodeOne(bytes, i, width) : '\ufffd';
      i += taken;
    }
    return text;
  }
}

function decodeOne(bytes: Bytes, at: number, width: number): string {
  let code = bytes.charCodeAt(at) & (0x7f >> width);
  for (let k = 1; k < width; k++) code = (code << 6) | (bytes.charCodeAt(at + k) & 63);
  const valid = code >= (width === 3 ? 0x800 : width === 4 ? 0x10000 : 0x80) && code <= 0x10ffff;
  return valid && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
}

/** The whole of a byte string as text. */
export const decodeUtf8 = (bytes: Bytes): string => new Utf8Decoder().decode(bytes);
