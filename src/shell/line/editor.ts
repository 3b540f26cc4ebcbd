// The line editor (readline(3), emacs mode): keys in, text for the terminal out. It knows no machine: what completes a word is
// asked of `complete`.

import type { Buffer } from './buffer.ts';
import { commonPrefix, inColumns } from './columns.ts';
import type { Key } from './keys.ts';
import { Screen } from './screen.ts';
import { Search } from './search.ts';

export interface Candidate {
  /** What stands in the line instead of the word. */
  readonly text: string;
  /** What the list shows. */
  readonly shown: string;
  /** What follows when it is the only one: ' ', '/' or nothing. */
  readonly suffix: string;
}

export interface Completion {
  /** Where the word begins, in characters. */
  readonly from: number;
  readonly candidates: readonly Candidate[];
}

export type Completer = (chars: readonly string[], cursor: number) => Completion;

/** What a key led to. */
export interface Effect {
  readonly output: string;
  readonly done?: 'accept' | 'end' | 'interrupt';
}

const BELL = '\x07';
/** readline's completion-query-items. */
const ASK_FROM = 100;

export class Editor {
  readonly buffer: Buffer;
  readonly screen: Screen;
  readonly #complete: Completer;
  readonly #history: readonly string[];
  /** Lines of the history as edited, until the line is accepted. */
  readonly #edited = new Map<number, string>();
  /** Where in the history; its length is the line being typed. */
  #at: number;
  #prompt = '';
  #search: Search | undefined;
  #lastKey = '';
  #quoting = false;
  #prefix = '';
  #asking: readonly string[] | undefined;
  #lastArgument: { at: number; from: number } | undefined;

  constructor(columns: number, history: readonly string[], complete: Completer, buffer: Buffer) {
    this.buffer = buffer;
    this.screen = new Screen(columns);
    this.#history = history;
    this.#complete = complete;
    this.#at = history.length;
    buffer.load('');
  }

  begin(prompt: string): string {
    const lines = prompt.split('\n');
    this.#prompt = lines.pop()!;
    return lines.map((line) => `${line}\r\n`).join('') + this.screen.begin(this.#prompt);
  }

  get text(): string {
    return this.buffer.text;
  }

  resize(columns: number): string {
    return this.screen.resize(columns, this.buffer.chars, this.buffer.cursor);
  }

  handle(key: Key): Effect {
    if (this.#asking) return this.#answer(key);
    if (this.#search) {
      const effect = this.#searching(key);
      if (effect) return effect;
    }
    if (key.kind === 'paste') {
      this.buffer.settle();
      this.buffer.insert(key.text);
      return { output: this.#show() };
    }
    if (key.kind === 'text') {
      this.#quoting = false;
      if (this.#prefix) {
        this.#prefix = '';
        return { output: BELL };
      }
      this.#note('text');
      this.buffer.insert(key.text, true);
      return { output: this.#show() };
    }
    if (this.#quoting) return this.#quoted(key.name);
    const name = this.#prefix + key.name;
    this.#prefix = '';
    if (name === 'C-x' || name === 'M-esc') {
      this.#prefix = name === 'C-x' ? 'C-x ' : 'M-';
      return { output: '' };
    }
    const effect = this.#command(name);
    this.#lastKey = name;
    return effect;
  }

  /** A command that neither types, kills nor yanks breaks what would have gathered. */
  #note(kind: 'text' | 'kill' | 'yank' | 'other'): void {
    const { buffer } = this;
    if (
      kind === 'other' ||
      (kind === 'text' && (buffer.isKilling || buffer.hasYanked)) ||
      (kind === 'kill' && !buffer.isKilling) ||
      (kind === 'yank' && !buffer.hasYanked)
    )
      buffer.settle();
    if (this.#lastKey !== 'M-.' && this.#lastKey !== 'M-_') this.#lastArgument = undefined;
    this.#lastKey = kind;
  }

  #show(): string {
    return this.screen.update(this.buffer.chars, this.buffer.cursor);
  }

  #quoted(name: string): Effect {
    this.#quoting = false;
    const control = /^C-([a-z@[\]\\^_])$/.exec(name);
    const char = control
      ? String.fromCharCode(control[1]!.toUpperCase().charCodeAt(0) - 64)
      : { tab: '\t', enter: '\r', backspace: '\x7f' }[name];
    if (char) this.buffer.insert(char);
    return { output: this.#show() };
  }

  #command(name: string): Effect {
    const { buffer } = this;
    switch (name) {
      case 'enter':
      case 'C-o':
        buffer.cursor = buffer.chars.length;
        return { output: this.#show() + this.screen.finish(), done: 'accept' };
      case 'C-c':
        buffer.cursor = buffer.chars.length;
        return { output: `${this.#show()}^C`, done: 'interrupt' };
      case 'C-d':
        if (buffer.chars.length === 0) return { output: '\r\n', done: 'end' };
        return this.#edit(() => buffer.remove(buffer.cursor, Math.min(buffer.cursor + 1, buffer.chars.length)));
      case 'tab':
        return this.#tab();
      case 'M-?':
      case 'M-=':
        return this.#list(this.#complete(buffer.chars, buffer.cursor).candidates.map(({ shown }) => shown));
      case 'C-r':
      case 'C-s':
        return this.#startSearch(name === 'C-r');
      case 'C-l':
        return {
          output: `\x1b[H\x1b[2J${this.screen.begin(this.#prompt)}${this.screen.update(buffer.chars, buffer.cursor)}`,
        };
      case 'C-v':
        this.#quoting = true;
        return { output: '' };
      case 'C-g':
        this.#note('other');
        return { output: BELL };
      default:
        return (
          this.#motion(name) ??
          this.#change(name) ??
          this.#historyKey(name) ?? { output: name === 'unknown' ? '' : BELL }
        );
    }
  }

  #edit(change: () => void, kind: 'kill' | 'yank' | 'other' = 'other'): Effect {
    this.#note(kind);
    const { chars, cursor } = this.buffer;
    const before = chars.join('');
    change();
    const same = this.buffer.cursor === cursor && before === this.buffer.text;
    return { output: same ? BELL : this.#show() };
  }

  #motion(name: string): Effect | undefined {
    const { buffer } = this;
    const to: Record<string, () => number> = {
      'C-a': () => 0,
      home: () => 0,
      'C-e': () => buffer.chars.length,
      end: () => buffer.chars.length,
      'C-b': () => buffer.cursor - 1,
      left: () => buffer.cursor - 1,
      'C-f': () => buffer.cursor + 1,
      right: () => buffer.cursor + 1,
      'M-b': () => buffer.wordStart(),
      'C-left': () => buffer.wordStart(),
      'M-left': () => buffer.wordStart(),
      'M-f': () => buffer.wordEnd(),
      'C-right': () => buffer.wordEnd(),
      'M-right': () => buffer.wordEnd(),
    };
    const place = to[name]?.();
    if (place === undefined) return undefined;
    this.#note('other');
    if (place < 0 || place > buffer.chars.length) return { output: BELL };
    buffer.cursor = place;
    return { output: this.#show() };
  }

  #change(name: string): Effect | undefined {
    const { buffer } = this;
    const end = buffer.chars.length;
    const { cursor } = buffer;
    switch (name) {
      case 'backspace':
        return this.#edit(() => buffer.remove(cursor - 1, cursor > 0 ? cursor : cursor - 1));
      case 'delete':
        return this.#edit(() => buffer.remove(cursor, Math.min(cursor + 1, end)));
      case 'C-k':
        return this.#edit(() => buffer.kill(cursor, end, 'forward'), 'kill');
      case 'C-u':
      case 'C-x backspace':
        return this.#edit(() => buffer.kill(0, cursor, 'backward'), 'kill');
      case 'C-w':
        return this.#edit(() => buffer.kill(buffer.blankStart(), cursor, 'backward'), 'kill');
      case 'M-d':
        return this.#edit(() => buffer.kill(cursor, buffer.wordEnd(), 'forward'), 'kill');
      case 'M-backspace':
      case 'C-backspace':
        return this.#edit(() => buffer.kill(buffer.wordStart(), cursor, 'backward'), 'kill');
      case 'C-y':
        return this.#edit(() => buffer.yank(), 'other');
      case 'M-y':
        return this.#edit(() => buffer.yankPop(), 'yank');
      case 'C-t':
        return this.#edit(() => buffer.transpose());
      case 'M-t':
        return this.#edit(() => buffer.transposeWords());
      case 'M-u':
        return this.#edit(() => buffer.changeWord('upper'));
      case 'M-l':
        return this.#edit(() => buffer.changeWord('lower'));
      case 'M-c':
        return this.#edit(() => buffer.changeWord('capital'));
      case 'C-_':
      case 'C-x C-u':
        return this.#edit(() => buffer.undo());
      case 'M-r':
        return this.#edit(() => buffer.undoAll());
      case 'M-\\':
        return this.#edit(() => buffer.removeBlanks());
      case 'M-.':
      case 'M-_':
        return this.#yankLastArgument();
      case 'M-#':
        buffer.replace(0, 0, '#');
        return this.#command('enter');
      default:
        return undefined;
    }
  }

  /** Alt-. : the last word of the line before, then of those before it. */
  #yankLastArgument(): Effect {
    const { buffer } = this;
    const last = this.#lastArgument;
    const at = (last?.at ?? this.#history.length) - 1;
    const line = this.#history[at];
    if (line === undefined) return { output: BELL };
    const words = line.match(/(?:\\.|'[^']*'|"(?:\\.|[^"])*"|\S)+/g) ?? [''];
    const from = last?.from ?? buffer.cursor;
    buffer.replace(from, last ? buffer.cursor : from, words[words.length - 1]!);
    this.#lastArgument = { at, from };
    return { output: this.#show() };
  }

  #historyKey(name: string): Effect | undefined {
    const to: Record<string, number> = {
      up: this.#at - 1,
      'C-p': this.#at - 1,
      down: this.#at + 1,
      'C-n': this.#at + 1,
      'M-<': 0,
      'page-up': this.#at - 1,
      'page-down': this.#at + 1,
      'M->': this.#history.length,
    };
    const place = to[name];
    if (place === undefined) return undefined;
    this.#note('other');
    if (place < 0 || place > this.#history.length || place === this.#at) return { output: BELL };
    this.#goTo(place);
    return { output: this.#show() };
  }

  #goTo(place: number, cursor = Infinity): void {
    this.#edited.set(this.#at, this.buffer.text);
    this.#at = place;
    this.buffer.load(this.#edited.get(place) ?? this.#history[place] ?? '', cursor);
  }

  // ── Ctrl-R

  #startSearch(backwards: boolean): Effect {
    this.#note('other');
    this.#search = new Search(this.#history, this.#at, backwards, this.buffer.text);
    return { output: this.#showSearch() };
  }

  #showSearch(): string {
    const search = this.#search!;
    const found = search.line;
    const chars = [...found.text];
    return this.screen.redraw(chars, found.at, search.prompt);
  }

  /** A key while searching. Undefined: the search is over and the key means what it always means. */
  #searching(key: Key): Effect | undefined {
    const search = this.#search!;
    const name = key.kind === 'key' ? key.name : '';
    if (key.kind !== 'key') {
      for (const char of key.text) search.add(char);
      return { output: this.#showSearch() + (search.failed ? BELL : '') };
    }
    if (name === 'C-r' || name === 'C-s') {
      search.again(name === 'C-r');
      return { output: this.#showSearch() + (search.failed ? BELL : '') };
    }
    if (name === 'backspace') {
      search.shorten();
      return { output: this.#showSearch() };
    }
    this.#search = undefined;
    if (name === 'C-g') return { output: this.screen.redraw(this.buffer.chars, this.buffer.cursor, this.#prompt) };
    const { number, at } = search.line;
    if (number !== this.#at && search.found) this.#goTo(number, at);
    else this.buffer.cursor = Math.min(at, this.buffer.chars.length);
    const output = this.screen.redraw(this.buffer.chars, this.buffer.cursor, this.#prompt);
    if (name === 'M-esc' || name === 'unknown') return { output };
    const effect = this.#command(name);
    return { ...effect, output: output + effect.output };
  }

  // ── Tab

  #tab(): Effect {
    const again = this.#lastKey === 'tab';
    this.#note('other');
    const { buffer } = this;
    const { from, candidates } = this.#complete(buffer.chars, buffer.cursor);
    if (candidates.length === 0) return { output: BELL };
    const word = buffer.chars.slice(from, buffer.cursor).join('');
    if (candidates.length === 1) {
      const { text, suffix } = candidates[0]!;
      const next = buffer.chars[buffer.cursor];
      buffer.replace(from, buffer.cursor, text + (next === suffix ? '' : suffix));
      if (next === suffix && suffix !== '') buffer.cursor++;
      return { output: this.#show() };
    }
    const common = commonPrefix(candidates.map(({ text }) => text));
    if (common.length > word.length) {
      buffer.replace(from, buffer.cursor, common);
      return { output: this.#show() + BELL };
    }
    if (!again) return { output: BELL };
    return this.#list(candidates.map(({ shown }) => shown));
  }

  #list(words: readonly string[]): Effect {
    if (words.length === 0) return { output: BELL };
    const sorted = [...new Set(words)].sort();
    if (sorted.length <= ASK_FROM) return { output: this.#printList(sorted) };
    this.#asking = sorted;
    return { output: `${this.screen.finish()}Display all ${sorted.length} possibilities? (y or n)` };
  }

  #printList(words: readonly string[], below = false): string {
    const down = below ? '\r\n' : this.screen.finish();
    return `${down}${inColumns(words, this.screen.columns)}${this.screen.begin(this.#prompt)}${this.screen.update(this.buffer.chars, this.buffer.cursor)}`;
  }

  #answer(key: Key): Effect {
    const words = this.#asking!;
    const answer = key.kind === 'text' ? key.text[0]!.toLowerCase() : key.kind === 'key' ? key.name : 'n';
    if (answer === 'y' || answer === ' ' || answer === 'tab') {
      this.#asking = undefined;
      return { output: this.#printList(words, true) };
    }
    if (answer === 'n' || answer === 'backspace' || answer === 'C-c' || answer === 'C-g') {
      this.#asking = undefined;
      return {
        output: `\r\n${this.screen.begin(this.#prompt)}${this.screen.update(this.buffer.chars, this.buffer.cursor)}`,
      };
    }
    return { output: BELL };
  }
}
