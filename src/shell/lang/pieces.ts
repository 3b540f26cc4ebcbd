// What a word is made of once its expansions have their values, and how pieces become fields: IFS splitting, quote removal
// and the pattern that pathname expansion would use (bash(1) Word Splitting).

export interface Piece {
  readonly text: string;
  /** Ordinary characters only: nothing in it is a pattern. */
  readonly quoted: boolean;
  /** The unquoted result of an expansion: IFS splits it. */
  readonly split: boolean;
}

/** Between two elements of "$@": a new field begins. */
export const BREAK = 'break';
export type Part = Piece | typeof BREAK;

export const quotedPiece = (text: string): Piece => ({ text, quoted: true, split: false });
export const plainPiece = (text: string): Piece => ({ text, quoted: false, split: false });
export const splitPiece = (text: string): Piece => ({ text, quoted: false, split: true });

export interface Field {
  text: string;
  /** `text` with quoted characters escaped; undefined when nothing in it could be a pattern. */
  pattern: string | undefined;
}

export const escapePattern = (text: string): string => text.replace(/[\\*?[\]!^()|+@-]/g, '\\$&');

class Fields {
  readonly done: Field[] = [];
  #pieces: { readonly text: string; readonly quoted: boolean }[] = [];
  #active = false;

  add(text: string, quoted: boolean): void {
    this.#pieces.push({ text, quoted });
    if (!quoted && /[*?[\\(]/.test(text)) this.#active = true;
  }

  get open(): boolean {
    return this.#pieces.length > 0;
  }

  close(): void {
    const pieces = this.#pieces;
    const only = pieces.length === 1 ? pieces[0] : undefined;
    this.done.push({
      text: only ? only.text : pieces.map(({ text }) => text).join(''),
      pattern: this.#active
        ? pieces.map(({ text, quoted }) => (quoted ? escapePattern(text) : text)).join('')
        : undefined,
    });
    this.#pieces = [];
    this.#active = false;
  }
}

export function toFields(parts: readonly Part[], ifs: string): Field[] {
  const fields = new Fields();
  let afterBlank = false;
  for (const part of parts) {
    if (part === BREAK) {
      if (fields.open) fields.close();
      afterBlank = false;
    } else if (!part.split) {
      fields.add(part.text, part.quoted);
      afterBlank = false;
    } else if (part.text !== '') afterBlank = splitInto(fields, part.text, ifs, afterBlank);
  }
  if (fields.open) fields.close();
  return fields.done;
}

function splitInto(fields: Fields, text: string, ifs: string, afterBlank: boolean): boolean {
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (!ifs.includes(char)) continue;
    if (i > from) {
      fields.add(text.slice(from, i), false);
      afterBlank = false;
    }
    from = i + 1;
    if (char === ' ' || char === '\t' || char === '\n') {
      if (fields.open) {
        fields.close();
        afterBlank = true;
      }
    } else {
      if (afterBlank) afterBlank = false;
      else fields.close();
    }
  }
  if (from < text.length) {
    fields.add(text.slice(from), false);
    afterBlank = false;
  }
  return afterBlank;
}

/** All pieces as one text, as an assignment or a redirection takes them. */
export function toText(parts: readonly Part[]): string {
  let text = '';
  for (const part of parts) text += part === BREAK ? ' ' : part.text;
  return text;
}

/** The pieces as a pattern: what was quoted is escaped. */
export function toPattern(parts: readonly Part[]): string {
  let pattern = '';
  for (const part of parts)
    if (part === BREAK) pattern += ' ';
    else pattern += part.quoted ? escapePattern(part.text) : part.text;
  return pattern;
}

/** The pieces as a regular expression. */
export function toRegex(parts: readonly Part[]): string {
  let regex = '';
  for (const part of parts)
    if (part === BREAK) regex += ' ';
    else regex += part.quoted ? part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : part.text;
  return regex;
}
