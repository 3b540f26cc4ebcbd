// What curl says while it works: the lines of -v, the progress meter, warnings and errors, all on standard error.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err } from '../../command.ts';
import { Progress } from './progress.ts';
import type { Settings } from './settings.ts';
import { HINT } from './version.ts';

export interface Failure {
  /** curl's exit status. */
  readonly code: number;
  readonly words: string;
}

const WIDTH = 79;

export class Talk {
  readonly #sys: Sys;
  readonly #verbose: boolean;
  readonly #silent: boolean;
  readonly #showsErrors: boolean;
  readonly #barWidth: number | undefined;
  /** Body goes to the terminal: no meter, and no need to say that data comes. */
  toTty = false;
  #saidData = false;
  progress: Progress | undefined;
  #followed: Progress | undefined;

  constructor(sys: Sys, settings: Settings) {
    this.#sys = sys;
    this.#verbose = settings.is('verbose');
    this.#silent = settings.is('silent');
    this.#showsErrors = !this.#silent || settings.is('show-error');
    this.#meters = !this.#silent && !settings.is('no-progress-meter') && settings.value('progress-meter') === undefined;
    this.#barWidth = settings.is('progress-bar') ? columnsOf(sys) : undefined;
  }

  readonly #meters: boolean;

  startProgress(): void {
    const before = this.#followed;
    this.progress = this.#meters && !this.toTty ? new Progress(this.#sys.nowUs, this.#barWidth, before) : undefined;
  }

  *meter(): Program {
    if (this.progress) yield* err(this.#sys, this.progress.update(this.#sys.nowUs));
  }

  *endProgress(): Program {
    if (this.progress) yield* err(this.#sys, this.progress.finish(this.#sys.nowUs));
    this.#followed = this.progress;
    this.progress = undefined;
  }

  /** A URL is done with: a bar's line ends, and the next meter has its own heading. */
  *endUrl(): Program {
    if (this.#barWidth !== undefined && (this.#followed?.downloaded ?? 0) > 0) yield* err(this.#sys, '\n');
    this.#followed = undefined;
  }

  /** `* …` */
  *info(text: string): Program {
    if (this.#verbose) yield* this.#line('*', `${text}\n`);
  }

  /** `> …` or `< …`, line by line. */
  *header(sign: '>' | '<', text: string): Program {
    if (!this.#verbose) return;
    for (const line of text.match(/[^\n]*\n/g) ?? []) yield* this.#line(sign, line);
  }

  *data(sign: '{' | '}', length: number): Program {
    if (!this.#verbose || this.toTty || this.#saidData) return;
    this.#saidData = true;
    yield* err(this.#sys, `${sign} [${length} bytes data]\n`);
  }

  *#line(sign: string, text: string): Program {
    this.#saidData = false;
    yield* err(this.#sys, `${sign} ${text}`);
  }

  *failed({ code, words }: Failure): Program {
    if (this.#showsErrors) yield* err(this.#sys, `curl: (${code}) ${words}\n`);
  }

  /** What is wrong with the command line, found late. */
  *complain(words: string): Program {
    yield* err(this.#sys, `curl: ${words}\n${HINT}`);
  }

  /** Folded at 79 columns, as warnf does it. */
  *warn(text: string): Program {
    if (this.#silent) return;
    const width = WIDTH - 'Warning: '.length;
    let rest = text;
    let lines = '';
    // its line end counts
    while (rest.length + 1 > width) {
      let cut = width - 1;
      while (cut > 0 && rest[cut] !== ' ') cut--;
      if (cut === 0) cut = width - 1;
      lines += `Warning: ${rest.slice(0, cut + 1)}\n`;
      rest = rest.slice(cut + 1);
    }
    yield* err(this.#sys, `${lines}Warning: ${rest}\n`);
  }
}

function columnsOf(sys: Sys): number {
  const columns = Number(sys.env.get('COLUMNS'));
  return columns > 20 ? columns : (sys.tty()?.columns ?? 79);
}
