// $0 and its fields. The record is cut when a field is first asked for, with the separator that held when it was read; a field
// that changes makes $0 anew, $0 that changes makes the fields anew.

import type { Bytes } from '../../../base/bytes.ts';
import { fromOutside, numberText, RunTimeFault, toText, type Value } from './value.ts';
import { splitText } from './regex.ts';

/** The variables that fields depend on. */
export interface Separators {
  text(name: 'FS' | 'OFS' | 'CONVFMT'): Bytes;
}

export class FieldRecord {
  readonly #separators: Separators;
  #text: Bytes | undefined = '';
  #whole: Value = '';
  #fields: Value[] | undefined = [];
  #separator: Bytes = ' ';
  /** Records of several lines: a newline separates fields as well. */
  paragraphs = false;

  constructor(separators: Separators) {
    this.#separators = separators;
  }

  set(text: Bytes): void {
    this.#text = text;
    this.#whole = undefined;
    this.#fields = undefined;
    this.#separator = this.#separators.text('FS');
  }

  get text(): Bytes {
    this.#text ??= this.#fields!.map((value) => toText(value, this.#separators.text('CONVFMT'))).join(
      this.#separators.text('OFS'),
    );
    return this.#text;
  }

  #cut(): Value[] {
    if (this.#fields) return this.#fields;
    const { text } = this;
    const cut =
      this.paragraphs && this.#separator !== ' '
        ? text.split('\n').flatMap((line) => splitText(line, this.#separator))
        : splitText(text, this.#separator);
    this.#fields = cut.map(fromOutside);
    return this.#fields;
  }

  get count(): number {
    return this.#cut().length;
  }

  field(index: number): Value {
    if (index < 0) throw new RunTimeFault(`negative field index $${numberText(index, '%d')}`);
    if (index > 0) return this.#cut()[index - 1] ?? '';
    return (this.#whole ??= fromOutside(this.text));
  }

  setField(index: number, value: Value): void {
    if (index < 0) throw new RunTimeFault(`negative field index $${numberText(index, '%d')}`);
    if (index === 0) return this.set(toText(value, this.#separators.text('CONVFMT')));
    const fields = this.#cut();
    while (fields.length < index) fields.push('');
    fields[index - 1] = value ?? '';
    this.#text = this.#whole = undefined;
  }

  setCount(count: number): void {
    const fields = this.#cut();
    while (fields.length < count) fields.push('');
    fields.length = Math.max(0, count);
    this.#text = this.#whole = undefined;
  }
}
