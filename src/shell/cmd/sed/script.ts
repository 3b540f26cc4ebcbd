// sed's scripts, read before the library sees them: what GNU sed 4.9 would not take is said in its words (with the character at
// which it stops), what the library does otherwise is written so that it does the same, and what it has not is refused.

import type { Bytes } from '../../../base/bytes.ts';
import { translateRegex } from '../../text/posix-regex.ts';

export type Script =
  | { readonly text: Bytes; readonly quiet: boolean }
  /** GNU's words, behind "sed: -e expression #1, char N: ". */
  | { readonly wrong: string; readonly at: number }
  | { readonly message: string; readonly status: number }
  | { readonly refused: string };

class Stop extends Error {
  readonly at: number;
  constructor(words: string, at: number) {
    super(words);
    this.at = at;
  }
}
class Refused extends Error {}

/** What stands between the parts of `s` for the library: no pattern has it. */
const MARK = '\x02';

const COMMANDS = '{}=acdDegGhHiIlnNpPqQrRstTbvwWxyzF:#';

class Reader {
  readonly #text: Bytes;
  readonly #extended: boolean;
  #at = 0;
  #open = 0;
  readonly #labels = new Set<string>();
  readonly #jumps = new Set<string>();
  /** The last regular expression's groups, for an empty one. */
  #groups = 9;

  constructor(text: Bytes, extended: boolean) {
    this.#text = text;
    this.#extended = extended;
  }

  read(): Script {
    const quiet = /^#n(\n|$)/.test(this.#text);
    const commands: string[] = [];
    for (;;) {
      while (/[\s;]/.test(this.#peek())) this.#at++;
      if (this.#at >= this.#text.length) break;
      commands.push(this.#command());
    }
    if (this.#open > 0) throw new Stop("unmatched `{'", 0);
    for (const label of this.#jumps)
      if (!this.#labels.has(label)) return { message: `sed: can't find label for jump to \`${label}'\n`, status: 4 };
    return { text: commands.join('\n'), quiet };
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #next(): string {
    return this.#text[this.#at++] ?? '';
  }

  #stop(words: string): never {
    throw new Stop(words, Math.min(this.#at, this.#text.length));
  }

  #blanks(): void {
    while (/[ \t]/.test(this.#peek())) this.#at++;
  }

  #command(): string {
    const one = this.#address();
    let two: string | undefined;
    if (one !== undefined) {
      this.#blanks();
      if (this.#peek() === ',') {
        this.#at++;
        this.#blanks();
        two = this.#address(true);
        if (two === undefined) {
          this.#at++;
          this.#stop("unexpected `,'");
        }
      }
    }
    this.#blanks();
    let not = '';
    while (this.#peek() === '!') {
      not = '!';
      this.#at++;
      this.#blanks();
    }
    const where = `${one ?? ''}${two === undefined ? '' : `,${two}`}`;
    const letter = this.#next();
    if (letter === '') this.#stop('missing command');
    if (!COMMANDS.includes(letter)) this.#stop(`unknown command: \`${letter}'`);
    if (letter === ':' && one !== undefined) this.#stop(": doesn't want any addresses");
    if (letter === '}' && one !== undefined) this.#stop("} doesn't want any addresses");
    return this.#body(where, not, letter, one, two);
  }

  #body(where: string, not: string, letter: string, one: string | undefined, two: string | undefined): string {
    const head = `${where}${not}${letter}`;
    switch (letter) {
      case '#':
        if (one !== undefined) this.#stop("comments don't accept any addresses");
        while (this.#peek() !== '' && this.#peek() !== '\n') this.#at++;
        return '';
      case '{':
        this.#open++;
        return head;
      case '}':
        if (this.#open-- === 0) this.#stop("unexpected `}'");
        this.#end();
        return head;
      case 'a':
      case 'i':
      case 'c':
        return this.#addText(where, not, letter, two);
      case ':':
        return `:${this.#label(true)}`;
      case 'b':
      case 't':
      case 'T': {
        const label = this.#label(false);
        if (label !== '') this.#jumps.add(label);
        return label === '' ? head : `${head} ${label}`;
      }
      case 'r':
      case 'w': {
        this.#blanks();
        const name = this.#line();
        if (name === '') this.#stop('missing filename in r/R/w/W commands');
        if (name.startsWith('/dev/std')) throw new Refused(`${letter} ${name}`);
        return `${head} ${name}`;
      }
      case 's':
        return head + this.#substitute();
      case 'y':
        return head + this.#transliterate();
      case 'q':
      case 'Q':
      case 'l':
        this.#number(letter, two);
        return head;
      case 'e':
      case 'R':
      case 'W':
      case 'F':
      case 'z':
      case 'v':
      case 'I':
        throw new Refused(`command ${letter}`);
      default:
        this.#end();
        return head;
    }
  }

  /** The number that may follow q, Q and l. */
  #number(letter: string, two: string | undefined): void {
    this.#blanks();
    const number = /^\d*/.exec(this.#text.slice(this.#at))![0];
    this.#at += number.length;
    if (number !== '') throw new Refused(`${letter}${number}`);
    if (letter !== 'l' && two !== undefined) this.#stop('command only uses one address');
    this.#end();
  }

  /** Behind a command: nothing, ; } # or a new line. */
  #end(): void {
    this.#blanks();
    const char = this.#peek();
    if (char === '' || char === '\n' || char === ';' || char === '}' || char === '#') return;
    this.#at++;
    this.#stop('extra characters after command');
  }

  #line(): string {
    const end = this.#text.indexOf('\n', this.#at);
    const line = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    return line;
  }

  #label(defines: boolean): string {
    this.#blanks();
    const label = /^[^\s;]*/.exec(this.#text.slice(this.#at))![0].replace(/\}+$/, defines ? '$&' : '');
    this.#at += label.length;
    if (!defines) return label;
    if (label === '') this.#stop('":" lacks a label');
    this.#labels.add(label);
    return label;
  }

  /** One-liners and the classic form alike: the text begins behind `a`, its blanks, and a backslash. */
  #addText(where: string, not: string, letter: string, two: string | undefined): string {
    this.#blanks();
    if (this.#peek() === '') this.#stop(`expected \\ after \`a', \`c' or \`i'`);
    if (this.#peek() === '\\') {
      this.#at++;
      this.#blanks();
      if (this.#peek() === '\n') this.#at++;
      else if (/[ \t]/.test(this.#text[this.#at - 1]!)) while (/[ \t]/.test(this.#text[this.#at - 1]!)) this.#at--;
    }
    let text = '';
    for (let char = this.#next(); char !== '' && char !== '\n'; char = this.#next()) {
      if (char === '\\') {
        const escaped = this.#next();
        text += escaped === '\n' ? '\\\n' : escaped;
      } else text += char;
    }
    const command = `${letter}\\\n${text}`;
    // GNU prints c's text once, at the end of a range.
    if (letter !== 'c' || two === undefined || not) return `${where}${not}${command}`;
    if (!/^(\d+|\$)$/.test(two)) throw new Refused('c with a range that ends at a pattern');
    return `${where}{\n${two}!d\n${command}\n}`;
  }

  /** A number, $, first~step, /re/ or \cREc; undefined when there is none. */
  #address(second = false): string | undefined {
    const number = /^(\d+)(~\d+)?/.exec(this.#text.slice(this.#at));
    if (number) {
      this.#at += number[0].length;
      if (number[0] === '0' && !second && !/^[ \t]*,[ \t]*[/\\]/.test(this.#text.slice(this.#at)))
        this.#stop('invalid usage of line address 0');
      return number[0];
    }
    const relative = second ? /^([+~])(\d+)/.exec(this.#text.slice(this.#at)) : null;
    if (relative) {
      this.#at += relative[0].length;
      if (relative[1] === '~') throw new Refused('address ~N');
      return relative[0];
    }
    if (this.#peek() === '$') return this.#next();
    if (this.#peek() !== '/' && this.#peek() !== '\\') return undefined;
    if (this.#next() === '\\') this.#at++;
    const mark = this.#text[this.#at - 1]!;
    const pattern = this.#delimited(mark, true);
    if (pattern === undefined) this.#stop('unterminated address regex');
    let fold = false;
    while (this.#peek() === 'I' || this.#peek() === 'M') {
      if (this.#next() === 'M') throw new Refused('flag M');
      fold = true;
    }
    return `/${this.#regex(pattern, fold).replace(/(?<!\\)\//g, '\\/')}/`;
  }

  /** Up to the next unescaped `mark`, which a bracket expression hides; `\mark` is the character itself. */
  #delimited(mark: string, regex: boolean): string | undefined {
    let text = '';
    for (;;) {
      const bracket = regex ? /^\[\^?\]?(?:\[[:.=][^\]]*\]|[^\]\n])*\]/.exec(this.#text.slice(this.#at)) : null;
      if (bracket && mark !== '[') {
        text += bracket[0];
        this.#at += bracket[0].length;
        continue;
      }
      const char = this.#next();
      if (char === '' || (char === '\n' && regex)) return undefined;
      if (char === mark) return text;
      if (char !== '\\') {
        text += char;
        continue;
      }
      const escaped = this.#next();
      text +=
        escaped === mark && !(regex && /[+?(){}|]/.test(mark))
          ? regex && /[.*^$[\]]/.test(mark)
            ? `\\${mark}`
            : mark
          : `\\${escaped}`;
    }
  }

  /** A regular expression as the library is to have it: GNU's meaning in RE2's spelling. */
  #regex(pattern: string, fold = false): string {
    if (pattern === '') return '';
    const translated = translateRegex(pattern, { extended: this.#extended });
    if ('wrong' in translated) this.#stop(translated.wrong);
    if (!this.#extended && /[^\\]\*\*/.test(pattern)) this.#stop('Invalid preceding regular expression');
    this.#groups = translated.groups;
    let written = '';
    const piece = /\[\^?\]?(?:\[[:.=][^\]]*\]|[^\]])*\]|\\[^]|[^]/g;
    let starts = true;
    for (const [part] of pattern.matchAll(piece)) {
      if (/^\\[1-9]$/.test(part)) throw new Refused('back-references in a pattern');
      if (/^\\[`']$/.test(part)) throw new Refused(part);
      if (part === '\\<' || part === '\\>') written += '\\b';
      else if (part === '*' && starts && !this.#extended) written += '\\*';
      else if (fold && /^[a-zA-Z]$/.test(part)) written += `[${part.toLowerCase()}${part.toUpperCase()}]`;
      else if (fold && part.length > 1 && part.startsWith('[') && /[a-zA-Z]/.test(part))
        throw new Refused('flag I with […]');
      else written += part;
      starts = part === '\\(' || part === '\\|' || (part === '^' && starts);
    }
    return written;
  }

  #substitute(): string {
    const mark = this.#next();
    if (mark === '\n' || mark === '\\') this.#stop('delimiter character is not a single-byte character');
    const unterminated = "unterminated `s' command";
    const pattern = mark === '' ? undefined : this.#delimited(mark, true);
    if (pattern === undefined) this.#stop(unterminated);
    const replacement = this.#delimited(mark, false);
    if (replacement === undefined) this.#stop(unterminated);
    let flags = '';
    let writes = '';
    for (;;) {
      const char = this.#peek();
      if (char === '' || char === '\n' || char === ';' || char === '}' || char === '#') break;
      this.#at++;
      if (/[ \t]/.test(char)) continue;
      if (char === 'w') {
        this.#blanks();
        writes = `w ${this.#line()}`;
        break;
      }
      if (char === 'e' || char === 'm' || char === 'M') throw new Refused(`s///${char}`);
      if (!/[gpiI0-9]/.test(char)) this.#stop("unknown option to `s'");
      if ('gp'.includes(char) && flags.includes(char)) this.#stop(`multiple \`${char}' options to \`s' command`);
      if (char === '0' && !/\d$/.test(flags)) this.#stop("number option to `s' command may not be zero");
      flags += char;
    }
    const regex = this.#regex(pattern);
    const named = [...replacement.matchAll(/\\(\d)/g)].map((found) => Number(found[1]));
    const highest = Math.max(0, ...named);
    if (highest > this.#groups) this.#stop(`invalid reference \\${highest} on \`s' command's RHS`);
    if (/(?<!\\)(?:\\\\)*\\[ULEul]/.test(replacement)) throw new Refused('\\U, \\L, \\u, \\l and \\E in a replacement');
    return `${MARK}${regex}${MARK}${replacement}${MARK}${flags}${writes}`;
  }

  #transliterate(): string {
    const mark = this.#next();
    const from = this.#delimited(mark, false);
    const to = from === undefined ? undefined : this.#delimited(mark, false);
    if (from === undefined || to === undefined) this.#stop("unterminated `y' command");
    const length = (text: string) => text.replace(/\\./g, 'x').length;
    this.#end();
    if (length(from) !== length(to)) this.#stop("strings for `y' command are different lengths");
    const slashes = (text: string) => text.replace(/(?<!\\)\//g, '\\/');
    return `/${slashes(from)}/${slashes(to)}/`;
  }
}

export function readScript(text: Bytes, extended: boolean): Script {
  try {
    return new Reader(text, extended).read();
  } catch (error) {
    if (error instanceof Stop) return { wrong: error.message, at: error.at };
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}
