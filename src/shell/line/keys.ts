// Keys as an xterm sends them (xterm's ctlseqs), decoded from the characters that come in pieces: control characters, Meta as a
// leading escape, CSI and SS3 sequences, bracketed paste.

export type Key =
  | { readonly kind: 'text'; readonly text: string }
  /** 'up', 'C-a', 'M-b', 'tab', … */
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'paste'; readonly text: string };

const FINAL: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  Z: 'S-tab',
};

const NUMBERED: Readonly<Record<string, string>> = {
  '1': 'home',
  '2': 'insert',
  '3': 'delete',
  '4': 'end',
  '5': 'page-up',
  '6': 'page-down',
  '7': 'home',
  '8': 'end',
};

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

const control = (code: number): string => {
  switch (code) {
    case 9:
      return 'tab';
    case 10:
    case 13:
      return 'enter';
    case 8:
    case 127:
      return 'backspace';
    case 31:
      return 'C-_';
    case 0:
      return 'C-@';
    default:
      return code < 27 ? `C-${String.fromCharCode(code + 96)}` : `C-${String.fromCharCode(code + 64)}`;
  }
};

export class KeyDecoder {
  #rest = '';

  /** The keys that `text` completes; what is cut off waits for the next piece. */
  decode(text: string): Key[] {
    this.#rest += text;
    const keys: Key[] = [];
    for (let key = this.#next(); key; key = this.#next()) keys.push(key);
    return keys;
  }

  /** A sequence has begun and not ended. */
  get waiting(): boolean {
    return this.#rest !== '';
  }

  #take(length: number, key: Key): Key {
    this.#rest = this.#rest.slice(length);
    return key;
  }

  #next(): Key | undefined {
    const text = this.#rest;
    if (text === '') return undefined;
    const code = text.charCodeAt(0);
    if (code === 27) return this.#escape(text);
    if (code < 32 || code === 127) return this.#take(1, { kind: 'key', name: control(code) });
    // eslint-disable-next-line no-control-regex -- controls are what ends it
    const run = /^[^\x00-\x1f\x7f]+/.exec(text)![0];
    return this.#take(run.length, { kind: 'text', text: run });
  }

  #escape(text: string): Key | undefined {
    if (text.startsWith(PASTE_START)) {
      const end = text.indexOf(PASTE_END);
      if (end < 0) return undefined;
      const pasted = text.slice(PASTE_START.length, end).replace(/\r\n?/g, '\n');
      return this.#take(end + PASTE_END.length, { kind: 'paste', text: pasted });
    }
    if (text.length === 1) return undefined;
    if (text[1] === '[' || text[1] === 'O') return this.#sequence(text);
    if (text[1] === '\x1b') return this.#take(1, { kind: 'key', name: 'M-esc' });
    const char = String.fromCodePoint(text.codePointAt(1)!);
    const code = char.codePointAt(0)!;
    const name = code < 32 || code === 127 ? control(code) : char;
    return this.#take(1 + char.length, { kind: 'key', name: `M-${name}` });
  }

  #sequence(text: string): Key | undefined {
    // eslint-disable-next-line no-control-regex -- it begins with an escape
    const found = /^\x1b(?:\[([0-9;?]*)([A-Za-z~@^$])|O(.))/.exec(text);
    if (!found) return text.length > 32 ? this.#take(2, { kind: 'key', name: 'unknown' }) : undefined;
    const [all, numbers = '', final = found[3]!] = found;
    const [first, modifier] = numbers.split(';');
    const base = final === '~' ? NUMBERED[first!] : FINAL[final];
    if (!base) return this.#take(all.length, { kind: 'key', name: 'unknown' });
    const bits = Number(modifier ?? 1) - 1;
    const name = `${bits & 4 ? 'C-' : ''}${bits & 2 ? 'M-' : ''}${base}`;
    return this.#take(all.length, { kind: 'key', name });
  }
}
