// tr's sets: escapes, ranges, classes, [x*n] repeats and [=x=] as a list of byte codes in order.

const CLASSES: Readonly<Record<string, (code: number) => boolean>> = {
  alnum: (c) => CLASSES['alpha']!(c) || CLASSES['digit']!(c),
  alpha: (c) => CLASSES['upper']!(c) || CLASSES['lower']!(c),
  blank: (c) => c === 9 || c === 32,
  cntrl: (c) => c < 32 || c === 127,
  digit: (c) => c >= 48 && c <= 57,
  graph: (c) => c > 32 && c < 127,
  lower: (c) => c >= 97 && c <= 122,
  print: (c) => c >= 32 && c < 127,
  punct: (c) => CLASSES['graph']!(c) && !CLASSES['alnum']!(c),
  space: (c) => c === 32 || (c >= 9 && c <= 13),
  upper: (c) => c >= 65 && c <= 90,
  xdigit: (c) => CLASSES['digit']!(c) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102),
};

export interface CharSet {
  readonly codes: readonly number[];
  /** Where [:upper:] and [:lower:] stand, for translating case. */
  readonly cases: readonly { readonly at: number; readonly name: string }[];
}

interface Wrong {
  readonly wrong: string;
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

interface Element {
  readonly code: number;
  readonly escaped: boolean;
}

function unescape(text: string): Element[] {
  const elements: Element[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\' || i + 1 === text.length) {
      elements.push({ code: text.charCodeAt(i), escaped: false });
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(i + 1))?.[0];
    if (octal) {
      const digits = parseInt(octal, 8) > 255 ? octal.slice(0, 2) : octal;
      elements.push({ code: parseInt(digits, 8), escaped: true });
      i += digits.length;
    } else {
      i++;
      elements.push({ code: ESCAPES[text[i]!] ?? text.charCodeAt(i), escaped: true });
    }
  }
  return elements;
}

const show = (code: number): string =>
  code >= 32 && code < 127 ? String.fromCharCode(code) : `\\${code.toString(8).padStart(3, '0')}`;

class SetReader {
  readonly #elements: readonly Element[];
  readonly #which: 1 | 2;
  readonly #translating: boolean;
  readonly codes: number[] = [];
  readonly cases: { at: number; name: string }[] = [];
  /** Where a [x*] of unknown length stands. */
  fill: { at: number; code: number } | undefined;
  #at = 0;

  constructor(text: string, which: 1 | 2, translating: boolean) {
    this.#elements = unescape(text);
    this.#which = which;
    this.#translating = translating;
  }

  read(): Wrong | undefined {
    while (this.#at < this.#elements.length) {
      const special = this.#is(0, '[') ? this.#special() : undefined;
      if (special) {
        if (special !== 'taken') return special;
        continue;
      }
      const low = this.#elements[this.#at]!.code;
      if (this.#is(1, '-') && this.#at + 2 < this.#elements.length) {
        const high = this.#elements[this.#at + 2]!.code;
        if (high < low)
          return { wrong: `range-endpoints of '${show(low)}-${show(high)}' are in reverse collating sequence order` };
        for (let code = low; code <= high; code++) this.codes.push(code);
        this.#at += 3;
      } else {
        this.codes.push(low);
        this.#at++;
      }
    }
    return undefined;
  }

  #is(ahead: number, char: string): boolean {
    const element = this.#elements[this.#at + ahead];
    return element !== undefined && !element.escaped && element.code === char.charCodeAt(0);
  }

  #special(): Wrong | 'taken' | undefined {
    if (this.#is(1, ':') || this.#is(1, '=')) {
      const mark = this.#is(1, ':') ? ':' : '=';
      for (let end = this.#at + 2; end + 1 < this.#elements.length; end++) {
        const here = end - this.#at;
        if (!this.#is(here, mark) || !this.#is(here + 1, ']')) continue;
        const name = String.fromCharCode(...this.#elements.slice(this.#at + 2, end).map(({ code }) => code));
        if (name === '' && mark === '=') return { wrong: "missing equivalence class character '[==]'" };
        if (name === '') return { wrong: "missing character class name '[::]'" };
        return mark === ':' ? this.#class(name, end + 2) : this.#equivalence(name, end + 2);
      }
    }
    return this.#repeat();
  }

  #class(name: string, next: number): Wrong | 'taken' {
    const belongs = CLASSES[name];
    if (!belongs) return { wrong: `invalid character class '${name}'` };
    if (this.#which === 2 && this.#translating && name !== 'upper' && name !== 'lower')
      return {
        wrong: "when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'",
      };
    if (name === 'upper' || name === 'lower') this.cases.push({ at: this.codes.length, name });
    for (let code = 0; code < 256; code++) if (belongs(code)) this.codes.push(code);
    this.#at = next;
    return 'taken';
  }

  #equivalence(name: string, next: number): Wrong | 'taken' {
    if (name.length > 1) return { wrong: `${name}: equivalence class operand must be a single character` };
    if (this.#which === 2 && this.#translating)
      return { wrong: '[=c=] expressions may not appear in string2 when translating' };
    this.codes.push(name.charCodeAt(0));
    this.#at = next;
    return 'taken';
  }

  #repeat(): Wrong | 'taken' | undefined {
    if (!this.#is(2, '*')) return undefined;
    let digits = '';
    let ahead = 3;
    for (; this.#at + ahead < this.#elements.length && !this.#is(ahead, ']'); ahead++)
      digits += String.fromCharCode(this.#elements[this.#at + ahead]!.code);
    if (!this.#is(ahead, ']')) return undefined;
    if (!/^\d*$/.test(digits)) return { wrong: `invalid repeat count '${digits}' in [c*n] construct` };
    if (this.#which === 1) return { wrong: 'the [c*] repeat construct may not appear in string1' };
    const code = this.#elements[this.#at + 1]!.code;
    const count = parseInt(digits || '0', digits.startsWith('0') ? 8 : 10);
    if (count === 0) {
      if (this.fill) return { wrong: 'only one [c*] repeat construct may appear in string2' };
      this.fill = { at: this.codes.length, code };
    } else for (let i = 0; i < count; i++) this.codes.push(code);
    this.#at += ahead + 1;
    return 'taken';
  }
}

/** Reads a set; the second one is made to fit the first (`one`). */
export function readSet(
  text: string,
  which: 1 | 2,
  translating: boolean,
  one?: CharSet,
  complemented = false,
): CharSet | Wrong {
  const reader = new SetReader(text, which, translating);
  const wrong = reader.read();
  if (wrong) return wrong;
  const { codes, cases, fill } = reader;
  if (fill && one) {
    const missing = Math.max(0, one.codes.length - codes.length);
    codes.splice(fill.at, 0, ...Array.from({ length: missing }, () => fill.code));
  }
  if (which === 2 && translating && one) {
    if (codes.length === 0 && one.codes.length > 0)
      return { wrong: 'when not truncating set1, string2 must be non-empty' };
    if (complemented && cases.length > 0 && new Set(codes).size > 1)
      return {
        wrong:
          'when translating with complemented character classes,\nstring2 must map all characters in the domain to one',
      };
    if (cases.some(({ at }) => !one.cases.some((other) => other.at === at)))
      return { wrong: 'misaligned [:upper:] and/or [:lower:] construct' };
  }
  return { codes, cases };
}

export function complement(set: CharSet): CharSet {
  const inside = new Set(set.codes);
  const codes: number[] = [];
  for (let code = 0; code < 256; code++) if (!inside.has(code)) codes.push(code);
  return { codes, cases: [] };
}
