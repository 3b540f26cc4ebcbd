// A stand-in for the simulator, for tests of the page's state alone: hosts that echo what is typed and answer a prompt, and
// `sleep SECONDS`, which runs. It knows no network; nothing of it is ever shipped.

import type { Advance, Lab, LogEntry, TerminalView, WorldSpec } from '../../../src/lab/contract.ts';
import type { Topology } from '../../../src/lab/topology/topology.ts';
import { Journal, type JournalEvent } from '../../../src/sim/journal.ts';

interface Line {
  output: string;
  typed: string;
  /** When the program that runs ends. */
  endsUs?: number | undefined;
}

export class LabDouble implements Lab {
  readonly topology: Topology;
  readonly seed: number;
  readonly journal = new Journal(1024);
  readonly log: LogEntry[] = [];
  nowUs = 0;
  held = false;
  readonly #history = new Map<string, string[]>();
  readonly #lines = new Map<string, Line>();

  constructor(topology: Topology, seed: number) {
    this.topology = topology;
    this.seed = seed;
    for (const { name } of topology.hosts) this.#lines.set(name, { output: this.#prompt(name), typed: '' });
  }

  get hosts(): readonly string[] {
    return [...this.#lines.keys()];
  }

  terminal(host: string): TerminalView {
    const { output, typed, endsUs } = this.#lines.get(host)!;
    return {
      host,
      output,
      outputLength: output.length,
      outputSince: (length) => output.slice(length),
      atPrompt: typed === '' && endsUs === undefined,
      line: typed,
      history: this.#history.get(host) ?? [],
    };
  }

  type(host: string, text: string): void {
    this.log.push({ atUs: this.nowUs, kind: 'keys', host, text });
    const line = this.#lines.get(host)!;
    for (const key of text) {
      if (key === '\r') {
        this.#history.set(host, [...(this.#history.get(host) ?? []), line.typed]);
        this.#record({ kind: 'command.typed', host, text: line.typed });
        const seconds = /^sleep (\d+)$/.exec(line.typed)?.[1];
        if (seconds) line.endsUs = this.nowUs + Number(seconds) * 1e6;
        else this.#end(host, line);
      } else if (key === '\x03') {
        line.output += '^C';
        this.#end(host, line);
      } else {
        line.output += key;
        line.typed += key;
      }
    }
  }

  #end(host: string, line: Line): void {
    this.#record({ kind: 'command.ended', host, text: line.typed, status: 0 });
    line.output += `\r\n${this.#prompt(host)}`;
    line.typed = '';
    line.endsUs = undefined;
  }

  #record(event: object): void {
    this.journal.add(event as JournalEvent, this.nowUs);
  }

  resize(host: string, columns: number, rows: number): void {
    this.log.push({ atUs: this.nowUs, kind: 'resize', host, columns, rows });
  }

  advance(untilUs: number): Advance {
    this.nowUs = Math.max(this.nowUs, untilUs);
    for (const [host, line] of this.#lines)
      if (line.endsUs !== undefined && line.endsUs <= this.nowUs) this.#end(host, line);
    return 'reached';
  }

  power(host: string, power: 'off' | 'on'): void {
    this.log.push({ atUs: this.nowUs + 1, kind: 'switch', host, power });
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }

  nextDueUs(): number | undefined {
    const ends = [...this.#lines.values()].flatMap(({ endsUs }) => endsUs ?? []);
    return ends.length ? Math.min(...ends) : undefined;
  }

  sys(): never {
    throw new Error('the double has no machines');
  }

  spec(): WorldSpec {
    return { topology: this.topology, seed: this.seed, log: [...this.log], untilUs: this.nowUs };
  }

  #prompt(host: string): string {
    return `[root@${host} ~]# `;
  }
}

export const createLab = ({ topology, seed }: WorldSpec): LabDouble => new LabDouble(topology, seed);

export async function replay({ topology, seed, log, untilUs }: WorldSpec): Promise<LabDouble> {
  const lab = new LabDouble(topology, seed);
  for (const entry of log) {
    lab.advance(entry.atUs);
    if (entry.kind === 'keys') lab.type(entry.host, entry.text);
  }
  lab.advance(untilUs ?? 0);
  return lab;
}
export class Cancelled extends Error {}
