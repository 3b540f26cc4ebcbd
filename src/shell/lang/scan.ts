// Finds the first whole command line of a text, as bash's reader does: is it complete, does it need another line (PS2), or is
// it wrong, and then at which token (bash's parse.y names the first token that fits nowhere). Aliases are replaced on the way,
// by text, as bash does. The tree of a complete line is unbash's work (parse.ts); here is only what it cannot tell.

import { Grammar } from './scan-grammar.ts';
import { ScanStop, type Stop } from './scan-text.ts';

export interface ScanOptions {
  readonly aliases?: ReadonlyMap<string, string> | undefined;
  readonly extglob: boolean;
  /** Nothing will follow: a here-document may end with the text. */
  readonly final: boolean;
}

export type Scanned =
  | {
      readonly kind: 'complete';
      /** The command line, aliases replaced. */
      readonly command: string;
      readonly rest: string;
      /** Here-documents that the text's end closed: bash warns. */
      readonly unclosed: readonly { readonly line: number; readonly delimiter: string }[];
    }
  | Stop;

export function scan(source: string, options: ScanOptions): Scanned {
  const grammar = new Grammar(source, options);
  try {
    grammar.unit();
  } catch (error) {
    if (error instanceof ScanStop) return error.stop;
    throw error;
  }
  const { text, pos } = grammar.input;
  return { kind: 'complete', command: text.slice(0, pos), rest: text.slice(pos), unclosed: grammar.unclosed };
}
