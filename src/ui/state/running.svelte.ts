// Which hosts run a program, as the journal tells it: a command line was typed and has not ended. A half-typed line, PS2 and an idle
// shell are no program. Commands are quick as a rule: one is shown as running only after a moment, so that nothing flickers.

import { SvelteMap } from 'svelte/reactivity';
import type { Lab } from '../../lab/contract.ts';
import type { JournalEvent } from '../../sim/journal.ts';

const SHOWN_AFTER_MS = 400;

interface Command {
  readonly text: string;
  ms: number;
}

export class Running {
  /** Host → the command that has been running for a moment. */
  readonly shown = new SvelteMap<string, string>();
  // Read in frames, never by the page.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #commands = new Map<string, Command>();

  has(host: string): boolean {
    return this.#commands.has(host);
  }

  clear(): void {
    this.#commands.clear();
    this.shown.clear();
  }

  hear(event: JournalEvent): void {
    if (event.kind === 'command.typed') this.#commands.set(event.host, { text: event.text, ms: 0 });
    else if (event.kind === 'command.ended') this.#end(event.host);
  }

  /** A frame has passed. A shell at its prompt runs nothing, whatever became of its last command (a switched-off host). */
  step(lab: Lab, deltaMs: number): void {
    for (const [host, command] of this.#commands) {
      if (lab.terminal(host).atPrompt) this.#end(host);
      else if ((command.ms += deltaMs) >= SHOWN_AFTER_MS && !this.shown.has(host)) this.shown.set(host, command.text);
    }
  }

  #end(host: string): void {
    this.#commands.delete(host);
    this.shown.delete(host);
  }
}
