// A cluster of machines with a terminal each, made of a topology, a seed and a log of everything that was ever put in. The
// same three give the same journal, event for event, so saving, undo and "try it on a copy" are one thing: replay.

import { encodeUtf8 } from '../base/bytes.ts';
import { MS } from '../base/time.ts';
import { Machine } from '../host/machine.ts';
import { httpdMain } from '../host/unit/httpd.ts';
import type { Main, Sys } from '../host/sys.ts';
import { Segment } from '../net/link/segment.ts';
import { createNetwork } from './network.ts';
import { createBash, type ShellState } from '../shell/bash.ts';
import { COMMANDS } from '../shell/cmd/registry.ts';
import { Sim } from '../sim/sim.ts';
import type { Advance, Lab, LogEntry, TerminalView, WorldSpec } from './contract.ts';
import { Scrollback } from './terminal.ts';
import type { Topology } from './topology/topology.ts';

export interface LabOptions {
  /** Shells with line editing and prompts (as for people) or without (as for recorded sessions). */
  readonly editing?: boolean;
  /** Whether the journal keeps the events of the log's replay. Numbers and times are the same either way. */
  readonly record?: boolean;
  /** Called between pieces of a long replay; the page returns a promise of its next free moment. */
  readonly breathe?: () => Promise<void> | undefined;
  /** Ends a replay early: the promise is rejected with Cancelled. */
  readonly signal?: { readonly aborted: boolean };
}

export class Cancelled extends Error {}

/** The machines are switched on at 0; by then their services listen and their shells are at their prompts. */
const BOOT_US = 300 * MS;
/** Calls of the clock between two looks at whether a long replay should pause. */
const REPLAY_BUDGET = 5_000;
/** A recorded session's terminal: wide enough that no listing was folded. */
const SESSION_COLUMNS = 200;
const SESSION_ROWS = 50;
const SESSION_ENV = { NOEDITING: '1', PS1: '', PS2: '', TERM: 'dumb', LC_ALL: 'C' } as const;

/** One host: its machine, what its terminal was sent, and what its login shell lets be seen of itself. */
class Seat {
  readonly machine: Machine;
  readonly scrollback = new Scrollback();
  readonly shell: ShellState = { atPrompt: false, line: '', history: [] };

  constructor(sim: Sim, segments: ReadonlyMap<string, Segment>, spec: Topology['hosts'][number], editing: boolean) {
    const login = createBash(this.shell);
    const nested = createBash();
    function* shell(sys: Sys, argv: readonly string[]): ReturnType<Main> {
      if (argv[0] !== '-bash') return yield* nested(sys, argv);
      if (!editing) for (const [name, value] of Object.entries(SESSION_ENV)) sys.env.set(name, value);
      return yield* login(sys, argv);
    }
    this.machine = new Machine(spec, {
      sim,
      commands: COMMANDS,
      shell,
      httpd: httpdMain,
      createNetwork: (host) => createNetwork(sim, segments, host),
      output: (bytes) => this.scrollback.append(bytes),
    });
  }

  view(host: string): TerminalView {
    const { scrollback, shell, machine } = this;
    return {
      host,
      output: scrollback.output,
      outputLength: scrollback.length,
      outputSince: (length) => scrollback.since(length),
      atPrompt: shell.atPrompt && !machine.terminal.pending,
      line: shell.line,
      history: shell.history,
    };
  }
}

class World implements Lab {
  readonly topology: Topology;
  readonly seed: number;
  readonly #sim: Sim;
  readonly #seats = new Map<string, Seat>();
  readonly #log: LogEntry[] = [];

  constructor(spec: WorldSpec, { editing = true, record = true }: LabOptions) {
    this.topology = spec.topology;
    this.seed = spec.seed;
    this.#sim = new Sim({ seed: spec.seed });
    this.#sim.journal.recording = record;
    const segments = new Map(spec.topology.segments.map((name) => [name, new Segment(this.#sim, name)]));
    for (const host of spec.topology.hosts) {
      const seat = new Seat(this.#sim, segments, host, editing);
      if (!editing) seat.machine.terminal.setMode('cooked-no-echo');
      if (!editing) seat.machine.terminal.resize(SESSION_COLUMNS, SESSION_ROWS);
      this.#seats.set(host.name, seat);
    }
    for (const seat of this.#seats.values()) seat.machine.boot();
    this.#sim.advance(BOOT_US);
    for (const entry of spec.log) this.#enter(entry);
  }

  #seat(host: string): Seat {
    const seat = this.#seats.get(host);
    if (!seat) throw new Error(`no host ${host}: there are ${this.hosts.join(', ')}`);
    return seat;
  }

  get journal(): Lab['journal'] {
    return this.#sim.journal;
  }

  set recording(on: boolean) {
    this.#sim.journal.recording = on;
  }

  get nowUs(): number {
    return this.#sim.nowUs;
  }

  get hosts(): readonly string[] {
    return [...this.#seats.keys()];
  }

  terminal(host: string): TerminalView {
    return this.#seat(host).view(host);
  }

  /** Puts an entry of the log where it belongs in time: before all else that is due then, as it was when it was made. */
  #enter(entry: LogEntry): void {
    const { machine } = this.#seat(entry.host);
    this.#log.push(entry);
    this.#sim.clock.atFirst(entry.atUs, () => {
      switch (entry.kind) {
        case 'keys':
          if (machine.on) machine.terminal.input(encodeUtf8(entry.text));
          break;
        case 'resize':
          machine.terminal.resize(entry.columns, entry.rows);
          break;
        case 'switch':
          if (entry.power === 'on') machine.boot();
          else machine.powerOff();
      }
    });
  }

  type(host: string, text: string): void {
    this.#enter({ atUs: this.nowUs + 1, kind: 'keys', host, text });
  }

  resize(host: string, columns: number, rows: number): void {
    const { terminal } = this.#seat(host).machine;
    if (terminal.columns === columns && terminal.rows === rows) return;
    this.#enter({ atUs: this.nowUs + 1, kind: 'resize', host, columns, rows });
  }

  power(host: string, power: 'off' | 'on'): void {
    this.#enter({ atUs: this.nowUs + 1, kind: 'switch', host, power });
  }

  advance(untilUs: number, budget?: number): Advance {
    return this.#sim.advance(untilUs, budget);
  }

  get held(): boolean {
    return this.#sim.clock.held;
  }

  async settle(): Promise<void> {
    for (let request = this.#sim.externals.shift(); request; request = this.#sim.externals.shift()) {
      const { ask, answer, fail } = request;
      await ask().then(answer, fail);
    }
  }

  nextDueUs(): number | undefined {
    return this.#sim.clock.nextDueUs();
  }

  sys(host: string): Sys {
    return this.#seat(host).machine.rootSys();
  }

  spec(): WorldSpec {
    const { topology, seed } = this;
    return { topology, seed, log: [...this.#log], untilUs: this.nowUs };
  }
}

/** A lab, switched on. Its log lies ahead: `replay` is for labs that have lived already. */
export const createLab = (spec: WorldSpec, options: LabOptions = {}): Lab => new World(spec, options);

/** A lab brought to where its log and its `untilUs` had taken it. */
export async function replay(spec: WorldSpec, options: LabOptions = {}): Promise<Lab> {
  const world = new World(spec, options);
  const untilUs = Math.max(spec.untilUs ?? 0, spec.log.at(-1)?.atUs ?? 0, world.nowUs);
  for (;;) {
    if (options.signal?.aborted) throw new Cancelled();
    const advanced = world.advance(untilUs, REPLAY_BUDGET);
    if (advanced === 'reached') break;
    if (advanced === 'held') await world.settle();
    const pause = options.breathe?.();
    if (pause) await pause;
  }
  world.recording = true;
  return world;
}
