// The journal: what happened and why, as typed events in the order of (time, sequence). Everything that shows or judges
// (animation, tcpdump, inspector, checks, tests) reads it; nothing in the simulator does.
//
// Each layer declares its own kinds of event beside the code that records them, by merging into `EventKinds`:
//
//   declare module '../sim/journal.ts' {
//     interface EventKinds {
//       'arp.ignored': { readonly target: Ipv4; readonly because: string };
//     }
//   }

/** Kind → fields, beyond the common ones of `JournalEvent`. Open: layers add theirs by declaration merging. */
export interface EventKinds {
  /** The journal's own: what a full journal forgot is said where a reader would look for it. Never stored, only counted. */
  'journal.gap': { readonly dropped: number };
}

interface Common<K> {
  readonly kind: K;
  /** The host on which it happened; '' for a segment or the world. */
  readonly host: string;
  /** Room for the stamp. What is recorded for every packet brings it along (`seq: 0, atUs: 0`): growing an object costs more. */
  readonly seq?: number;
  readonly atUs?: number;
}

/** An event as its layer gives it to `Journal.add`. */
export type NewEvent = { [K in keyof EventKinds]: Common<K> & EventKinds[K] }[keyof EventKinds];

/** An event as readers see it: `seq` counts from 0 without gaps over the life of a world; `atUs` is virtual time. */
export type JournalEvent = NewEvent & { readonly seq: number; readonly atUs: number };

export type EventOf<K extends keyof EventKinds> = Extract<JournalEvent, { kind: K }>;

interface Stamped {
  seq: number;
  atUs: number;
}

/** Keeps the newest `capacity` events (rounded up to a power of two) and says how many older ones it has dropped. */
export class Journal {
  /** Recording can be switched off while a copy of a world is brought up to date and nobody will look. */
  recording = true;
  readonly #ring: (JournalEvent | undefined)[] = [];
  readonly #mask: number;
  #next = 0;

  constructor(capacity = 1 << 17) {
    this.#mask = 2 ** Math.ceil(Math.log2(capacity)) - 1;
  }

  /** The sequence number that the next event will get. */
  get nextSeq(): number {
    return this.#next;
  }

  /** The oldest event still kept; equals `nextSeq` while nothing is. */
  get firstSeq(): number {
    return Math.max(0, this.#next - this.#mask - 1);
  }

  /** Records `event` at `atUs` and returns its sequence number. */
  add(event: NewEvent, atUs: number): number {
    const seq = this.#next++;
    if (!this.recording) return seq;
    const stamped = event as NewEvent & Stamped;
    stamped.seq = seq;
    stamped.atUs = atUs;
    this.#ring[seq & this.#mask] = stamped;
    return seq;
  }

  /** The event with that number, unless it is dropped, unrecorded or yet to come. */
  at(seq: number): JournalEvent | undefined {
    const event = this.#ring[seq & this.#mask];
    return event?.seq === seq ? event : undefined;
  }

  /** The kept events from `seq` on, oldest first. */
  *since(seq = 0): Generator<JournalEvent> {
    for (let i = Math.max(seq, this.firstSeq); i < this.#next; i++) {
      const event = this.at(i);
      if (event) yield event;
    }
  }
}
