// printf (bash(1), printf(1)): the format is used again until the arguments are; %b, %q, %(date)T, * widths, C's numbers.

import { encodeUtf8, decodeUtf8 } from '../../../base/bytes.ts';
import { echoUnescaped } from '../escapes.ts';
import { backslashed } from '../quote.ts';
import type { Builtin, Shell } from '../shell.ts';
import { assign, isName } from '../values.ts';
import { printed } from './echo.ts';
import { usage } from './flags.ts';
import { formatFloat, formatInteger, pad, type Directive } from './printf-number.ts';
import { strftimeHere } from '../../text/strftime.ts';

export const printf: Builtin = function* (shell, argv) {
  let rest = argv.slice(1);
  let variable: string | undefined;
  if (rest[0] === '-v') {
    if (rest.length < 2) {
      yield* shell.complain('printf: -v: option requires an argument');
      return yield* usage(shell, 'printf');
    }
    variable = rest[1]!;
    rest = rest.slice(2);
  }
  if (rest[0] === '--') rest = rest.slice(1);
  else if (/^-./.test(rest[0] ?? '')) {
    yield* shell.complain(`printf: ${rest[0]!.slice(0, 2)}: invalid option`);
    return yield* usage(shell, 'printf');
  }
  if (rest.length === 0) return yield* usage(shell, 'printf');
  if (variable !== undefined && !isName(variable.replace(/\[.*\]$/s, ''))) {
    yield* shell.complain(`printf: \`${variable}': not a valid identifier`);
    return 2;
  }
  const formatter = new Formatter(shell, rest.slice(1));
  formatter.run(rest[0]!);
  if (variable !== undefined) assignTo(shell, variable, formatter.output);
  // the output waits in a buffer while the errors are said
  for (const words of formatter.errors) yield* shell.complain(`printf: ${words}`);
  const status = variable === undefined ? yield* printed(shell, 'printf', formatter.output) : 0;
  return formatter.errors.length ? 1 : status;
};

function assignTo(shell: Shell, variable: string, value: string): void {
  const array = /^(\w+)\[(.*)\]$/s.exec(variable);
  if (array) assign(shell, array[1]!, value, { subscript: array[2]! });
  else assign(shell, variable, value);
}

/** Output longer than this is refused: a format that is repeated for ever would fill the machine. */
const LIMIT = 16 * 1024 * 1024;

class Formatter {
  output = '';
  readonly errors: string[] = [];
  readonly #shell: Shell;
  readonly #arguments: readonly string[];
  #next = 0;
  #stop = false;

  constructor(shell: Shell, args: readonly string[]) {
    this.#shell = shell;
    this.#arguments = args;
  }

  run(format: string): void {
    do {
      const before = this.#next;
      this.#once(format);
      if (this.#next === before || this.output.length > LIMIT) return;
    } while (this.#next < this.#arguments.length && !this.#stop);
  }

  #once(format: string): void {
    let from = 0;
    for (let i = 0; i < format.length && !this.#stop;) {
      if (format[i] !== '%') {
        i = format[i] === '\\' ? i + 2 : i + 1;
        continue;
      }
      this.#literal(format.slice(from, i));
      if (this.#stop) return;
      i = this.#directive(format, i);
      from = i;
    }
    if (!this.#stop) this.#literal(format.slice(from));
  }

  #literal(text: string): void {
    this.output += echoUnescaped(text, { zero: false, utf8: this.#shell.utf8, format: true }).text;
  }

  #argument(): string | undefined {
    return this.#next < this.#arguments.length ? this.#arguments[this.#next++] : undefined;
  }

  #directive(format: string, at: number): number {
    if (format[at + 1] === '%') {
      this.output += '%';
      return at + 2;
    }
    const found = /^%([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(?:hh?|ll?|[jztL])?(\(([^)]*)\))?(.?)/s.exec(
      format.slice(at),
    )!;
    const [all, flags, width, precision, date, dateFormat, type] = found;
    const starWidth = width === '*' ? this.#int(this.#argument()) : undefined;
    const starPrecision = precision === '*' ? this.#int(this.#argument()) : undefined;
    const directive: Directive = {
      flags: flags! + (starWidth !== undefined && starWidth < 0 ? '-' : ''),
      width: Math.abs(starWidth ?? Number(width ?? 0)),
      precision: starPrecision ?? (precision === undefined ? undefined : Number(precision || 0)),
      type: type!,
    };
    if (!/[sbqQcdiouxXeEfFgGaAT]/.test(type!) || (date !== undefined) !== (type === 'T')) {
      this.errors.push(type ? `\`${type}': invalid format character` : `\`${all}': missing format character`);
      this.#stop = true;
      return format.length;
    }
    this.output += this.#formatted(directive, dateFormat ?? '');
    return at + all.length;
  }

  #formatted(directive: Directive, dateFormat: string): string {
    const { type } = directive;
    if (type === 'T') {
      const argument = this.#argument();
      const at = argument === undefined || argument === '-1' ? this.#shell.sys.epochSeconds : this.#int(argument);
      return pad(strftimeHere(dateFormat || '%X', at), directive);
    }
    if (type === 's' || type === 'q' || type === 'Q') {
      let text = this.#argument() ?? '';
      if (type === 'Q') return pad(backslashed(this.#cut(text, directive)), directive);
      if (type === 'q') return pad(backslashed(text), directive);
      text = this.#cut(text, directive);
      return pad(text, directive, this.#shell.utf8 ? decodeUtf8(text).length : text.length);
    }
    if (type === 'b') {
      const { text, stop } = echoUnescaped(this.#argument() ?? '', { zero: false, utf8: this.#shell.utf8 });
      if (stop) this.#stop = true;
      return pad(this.#cut(text, directive), directive);
    }
    if (type === 'c') return pad((this.#argument() ?? '')[0] ?? '', directive);
    if (/[diouxX]/.test(type)) return formatInteger(this.#integer(this.#argument()), directive);
    return formatFloat(this.#float(this.#argument()), directive);
  }

  #cut(text: string, { precision }: Directive): string {
    if (precision === undefined || precision < 0) return text;
    return this.#shell.utf8 ? encodeUtf8([...decodeUtf8(text)].slice(0, precision).join('')) : text.slice(0, precision);
  }

  #int(text: string | undefined): number {
    return Number(this.#integer(text));
  }

  #integer(text: string | undefined): bigint {
    if (text === undefined || text === '') return 0n;
    const quoted = this.#quoted(text);
    if (quoted !== undefined) return BigInt(quoted);
    const found = /^\s*([+-]?)(0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9]\d*)/.exec(text);
    if (!found || found[0].length < text.length)
      this.errors.push(`${text}: ${/^\s*[+-]?0\d/.test(text) ? 'invalid octal number' : 'invalid number'}`);
    if (!found) return 0n;
    const digits = /^0[0-7]+$/.test(found[2]!) ? `0o${found[2]!.slice(1)}` : found[2]!;
    return BigInt(digits) * (found[1] === '-' ? -1n : 1n);
  }

  #float(text: string | undefined): number {
    if (text === undefined || text === '') return 0;
    const quoted = this.#quoted(text);
    if (quoted !== undefined) return quoted;
    const found = /^\s*[+-]?(?:0[xX][0-9A-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)/i.exec(text);
    if (!found || found[0].length < text.length) this.errors.push(`${text}: invalid number`);
    if (!found) return 0;
    const word = found[0].trim().toLowerCase();
    if (word.includes('inf')) return word.startsWith('-') ? -Infinity : Infinity;
    return Number(word);
  }

  /** 'c: the character's number. */
  #quoted(text: string): number | undefined {
    if (text[0] !== "'" && text[0] !== '"') return undefined;
    return (this.#shell.utf8 ? decodeUtf8(text) : text).codePointAt(1) ?? 0;
  }
}
