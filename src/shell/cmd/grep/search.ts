// One input of grep: which lines are selected and how they are printed, with context, streaming.

import { isErrno, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out } from '../../command.ts';
import { LineReader } from '../../text/input.ts';
import type { Matcher } from './pattern.ts';

export interface Mode {
  readonly invert: boolean;
  readonly number: boolean;
  readonly offset: boolean;
  readonly onlyMatching: boolean;
  readonly quiet: boolean;
  readonly list: 'l' | 'L' | undefined;
  readonly count: boolean;
  readonly afterName: string;
  readonly end: string;
  /** What stands between groups of context; undefined: nothing. */
  readonly separator: string | undefined;
  readonly text: boolean;
  readonly skipBinary: boolean;
  readonly before: number;
  readonly after: number;
  readonly most: number;
}

interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

export class Searcher {
  showNames = false;
  readonly #sys: Sys;
  readonly #matcher: Matcher;
  readonly #mode: Mode;
  /** Something was printed: a gap before the next group needs a separator. */
  #printed = false;

  constructor(sys: Sys, matcher: Matcher, mode: Mode) {
    this.#sys = sys;
    this.#matcher = matcher;
    this.#mode = mode;
  }

  /** Whether the input is one that the exit status calls found. */
  *search(fd: number, label: string): Program<boolean | Errno> {
    const mode = this.#mode;
    const listing = mode.quiet || mode.list !== undefined;
    const pass = new Pass(this.#matcher, mode, this.showNames ? label : undefined, this.#printed);
    const reader = new LineReader(this.#sys, fd, mode.end);
    while (pass.wants) {
      const batch = yield* reader.next();
      if (batch === undefined) break;
      if (isErrno(batch)) return batch;
      const text = pass.take(batch.lines, listing || mode.count);
      if (text !== '') {
        this.#printed = true;
        yield* out(this.#sys, text);
      }
      if (pass.selected > 0 && listing) break;
    }
    if (pass.binary && pass.selected > 0 && !listing && !mode.count)
      yield* out(this.#sys, `grep: ${label}: binary file matches\n`);
    if (mode.count && !mode.quiet && mode.list === undefined)
      yield* out(this.#sys, `${this.showNames ? label + (mode.afterName || ':') : ''}${pass.selected}\n`);
    const found = pass.selected > 0;
    if (!mode.quiet && (mode.list === 'l' ? found : mode.list === 'L' && !found))
      yield* out(this.#sys, label + (mode.afterName || '\n'));
    return found;
  }
}

class Pass {
  selected = 0;
  binary = false;
  readonly #matcher: Matcher;
  readonly #mode: Mode;
  readonly #name: string | undefined;
  #number = 0;
  #offset = 0;
  #waiting: Line[] = [];
  #afterLeft = 0;
  /** The number of the last line printed. */
  #last: number | undefined;
  #earlier: boolean;

  constructor(matcher: Matcher, mode: Mode, name: string | undefined, earlier: boolean) {
    this.#matcher = matcher;
    this.#mode = mode;
    this.#name = name;
    this.#earlier = earlier;
  }

  /** More lines could still change the output. */
  get wants(): boolean {
    return this.selected < this.#mode.most || this.#afterLeft > 0;
  }

  take(lines: readonly string[], silent: boolean): string {
    let text = '';
    for (const content of lines) {
      if (!this.wants) break;
      const line = { text: content, number: ++this.#number, offset: this.#offset };
      this.#offset += content.length + 1;
      if (!this.#mode.text && this.#mode.end === '\n' && content.includes('\0')) this.binary = true;
      if (this.binary && this.#mode.skipBinary) return text;
      const hit = this.selected < this.#mode.most && this.#matcher.test(content) !== this.#mode.invert;
      if (hit) this.selected++;
      if (silent || this.binary) {
        if (hit && !this.#mode.count) return text;
        continue;
      }
      text += hit ? this.#hit(line) : this.#miss(line);
    }
    return text;
  }

  #hit(line: Line): string {
    const { before, after } = this.#mode;
    this.#afterLeft = after;
    let text = '';
    const first = line.number - this.#waiting.length;
    const gap = this.#last === undefined ? this.#earlier : first > this.#last + 1;
    if (gap && (before > 0 || after > 0) && this.#mode.separator !== undefined) text += `${this.#mode.separator}\n`;
    for (const earlier of this.#waiting) text += this.#print(earlier, '-');
    this.#waiting = [];
    this.#last = line.number;
    if (!this.#mode.onlyMatching) return text + this.#print(line, ':');
    if (this.#mode.invert) return text;
    for (const [from, to] of this.#matcher.all(line.text))
      text += this.#print({ ...line, text: line.text.slice(from, to), offset: line.offset + from }, ':');
    return text;
  }

  #miss(line: Line): string {
    if (this.#afterLeft > 0) {
      this.#afterLeft--;
      this.#last = line.number;
      return this.#mode.onlyMatching ? '' : this.#print(line, '-');
    }
    if (this.#mode.before > 0) {
      this.#waiting.push(line);
      if (this.#waiting.length > this.#mode.before) this.#waiting.shift();
    }
    return '';
  }

  #print(line: Line, mark: ':' | '-'): string {
    const { number, offset, afterName, end, onlyMatching } = this.#mode;
    if (mark === '-' && onlyMatching) return '';
    let text = this.#name === undefined ? '' : this.#name + (afterName || mark);
    if (number) text += line.number + mark;
    if (offset) text += line.offset + mark;
    return text + line.text + end;
  }
}
