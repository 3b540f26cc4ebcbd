// popt (poptGetNextOpt of popt 1.19) over a command's option table: bundles (-Ln), arguments stuck on (-t=ADDR, -tADDR,
// --tcp-service=ADDR), optional arguments, no abbreviations. Operands and options may be mixed; `--` ends the options.

import type { Option } from './command.ts';

export type PoptError = 'unknown option' | 'missing argument' | 'option does not take an argument';

export type PoptStep =
  | { readonly kind: 'option'; readonly option: Option; readonly arg: string | undefined }
  | { readonly kind: 'error'; readonly error: PoptError }
  | { readonly kind: 'end' };

export class Popt {
  readonly #options: readonly Option[];
  readonly #args: readonly string[];
  #next = 0;
  /** What is left of a bundle of letters. */
  #bundle = '';
  #onlyOperands = false;
  readonly #operands: string[] = [];

  constructor(options: readonly Option[], args: readonly string[]) {
    this.#options = options;
    this.#args = args;
  }

  /** The word that was read last, for messages: poptBadOption. */
  get word(): string {
    return this.#args[this.#next - 1] ?? '';
  }

  /** What was no option, in order, one at a call. */
  operand(): string | undefined {
    return this.#operands.shift();
  }

  step(): PoptStep {
    while (this.#bundle === '') {
      const word = this.#args[this.#next];
      if (word === undefined) return { kind: 'end' };
      this.#next++;
      if (this.#onlyOperands || !word.startsWith('-') || word === '-') this.#operands.push(word);
      else if (word === '--') this.#onlyOperands = true;
      else if (word.startsWith('--')) return this.#long(word.slice(2));
      else this.#bundle = word.slice(1);
    }
    const letter = this.#bundle[0]!;
    const rest = this.#bundle.slice(1);
    this.#bundle = '';
    const option = this.#options.find(({ short }) => short === letter);
    if (!option) return { kind: 'error', error: 'unknown option' };
    if (option.arg === undefined) {
      if (rest.startsWith('=')) return { kind: 'error', error: 'option does not take an argument' };
      this.#bundle = rest;
      return { kind: 'option', option, arg: undefined };
    }
    return this.#withArgument(option, rest === '' ? undefined : rest.replace(/^=/, ''));
  }

  #long(text: string): PoptStep {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const arg = equals < 0 ? undefined : text.slice(equals + 1);
    const option = this.#options.find(({ long }) => long === name);
    if (!option) return { kind: 'error', error: 'unknown option' };
    if (option.arg !== undefined) return this.#withArgument(option, arg);
    if (arg !== undefined) return { kind: 'error', error: 'option does not take an argument' };
    return { kind: 'option', option, arg: undefined };
  }

  #withArgument(option: Option, stuck: string | undefined): PoptStep {
    if (stuck !== undefined) return { kind: 'option', option, arg: stuck };
    const word = this.#args[this.#next];
    if (option.argOptional && (word === undefined || word.startsWith('-')))
      return { kind: 'option', option, arg: undefined };
    if (word === undefined) return { kind: 'error', error: 'missing argument' };
    this.#next++;
    return { kind: 'option', option, arg: word };
  }
}
