// An index over the journal for whoever shows it: flights, conversations, moments to step through, commands, drops. It only
// ever grows at its end (`update`) and forgets at its start what the journal forgot.

import type { Reason } from '../../net/contract.ts';
import { PROTO_TCP, PROTO_UDP, type ArpPacket, type Ipv4Packet } from '../../net/wire/packet.ts';
import type { EventOf, JournalEvent } from '../../sim/journal.ts';
import { History } from '../history.ts';
import { Conversations, type Conversation } from './conversation.ts';
import { DisplayTime } from './display-time.ts';
import { rankOf } from './rank.ts';
import { lastAtOrBefore } from './search.ts';

/** What of a journal is read here; a Lab's and a Sim's both fit. */
export interface JournalView {
  readonly firstSeq: number;
  readonly nextSeq: number;
  at(seq: number): JournalEvent | undefined;
}

/** A frame on its way over a segment. */
export interface Flight {
  readonly event: EventOf<'link.carried'>;
  readonly conversation: Conversation | undefined;
}

export interface Drop {
  readonly event: EventOf<'packet.dropped'>;
  readonly because: Reason;
  readonly conversation: Conversation | undefined;
  /** The flight that brought the packet to the host where it ended; undefined for one that never left it. */
  readonly broughtBy: EventOf<'link.carried'> | undefined;
}

export interface CommandMark {
  readonly event: EventOf<'command.typed'>;
}

const FORGET_AT_ONCE = 8192;
const REMEMBERED_FLIGHTS = 4096;
const PROTOCOLS: Readonly<Record<string, number>> = { tcp: PROTO_TCP, udp: PROTO_UDP };

export class Timeline {
  readonly journal: JournalView;
  readonly conversations = new Conversations();
  readonly time = new DisplayTime();
  readonly history = new History();
  readonly flights: Flight[] = [];
  readonly drops: Drop[] = [];
  readonly commands: CommandMark[] = [];
  /** Every indexed event's number and time, in order, without the asides. */
  readonly seqs: number[] = [];
  readonly timesUs: number[] = [];
  /** Distinct times at which something happened: what a step visits. */
  readonly momentsUs: number[] = [];
  /** Times at which a flight departs: what a hop visits. */
  readonly hopsUs: number[] = [];
  /** Counts up with each event that changes what a host's box shows. */
  configRevision = 0;
  /** Beside `seqs`. */
  readonly #belongs: (Conversation | undefined)[] = [];
  #next = 0;
  #longestFlightUs = 0;
  #carried = new Map<number, EventOf<'link.carried'>>();

  constructor(journal: JournalView) {
    this.journal = journal;
    this.#next = journal.firstSeq;
  }

  get startUs(): number {
    return this.timesUs[0] ?? 0;
  }

  /** Where there is first something to see: the first command (hosts switching themselves on is not the story). */
  get beginUs(): number {
    if (this.journal.firstSeq > 0) return this.startUs;
    const firsts = [this.commands[0], this.flights[0]].flatMap((mark) => (mark ? [mark.event.atUs] : []));
    return firsts.length ? Math.min(...firsts) : this.endUs;
  }

  get endUs(): number {
    return this.time.endUs;
  }

  /** How many events the journal has dropped before the first one that is indexed. */
  get forgotten(): number {
    return this.journal.firstSeq;
  }

  /** Takes up to `budget` new events in. True when there are more. */
  update(budget = Infinity): boolean {
    const { journal } = this;
    if (this.#next < journal.firstSeq) this.#next = journal.firstSeq;
    const until = Math.min(journal.nextSeq, this.#next + budget);
    for (; this.#next < until; this.#next++) {
      const event = journal.at(this.#next);
      if (event) this.#take(event);
    }
    if (journal.firstSeq - (this.seqs[0] ?? journal.firstSeq) > FORGET_AT_ONCE) this.forget();
    return this.#next < journal.nextSeq;
  }

  /** Flights that are under way at `tUs`, oldest first; both ends count. */
  flightsAt(tUs: number): Flight[] {
    const found: Flight[] = [];
    for (let i = lastAtOrBefore(this.flights, tUs, departure); i >= 0; i--) {
      const flight = this.flights[i]!;
      if (flight.event.atUs < tUs - this.#longestFlightUs) break;
      if (flight.event.arriveUs >= tUs) found.push(flight);
    }
    return found.reverse();
  }

  /** Every indexed event of the moment at exactly `tUs`, in order. */
  eventsAt(tUs: number): JournalEvent[] {
    const events: JournalEvent[] = [];
    for (let i = lastAtOrBefore(this.timesUs, tUs, same); i >= 0 && this.timesUs[i] === tUs; i--) {
      const event = this.journal.at(this.seqs[i]!);
      if (event) events.push(event);
    }
    return events.reverse();
  }

  /** The last moment at or before `tUs`. */
  momentAt(tUs: number): number | undefined {
    return this.momentsUs[lastAtOrBefore(this.momentsUs, tUs, same)];
  }

  /** The conversation that an indexed event belongs to, as it was when it happened. */
  conversationOf(event: JournalEvent): Conversation | undefined {
    const at = lastAtOrBefore(this.seqs, event.seq, same);
    return this.seqs[at] === event.seq ? this.#belongs[at] : undefined;
  }

  #take(event: JournalEvent): void {
    if (this.history.take(event) || event.kind === 'unit.changed') this.configRevision++;
    if (rankOf(event.kind) === 'aside') return;
    this.seqs.push(event.seq);
    this.timesUs.push(event.atUs);
    this.time.busy(event.atUs, event.kind === 'link.carried' ? event.arriveUs : event.atUs);
    pushNew(this.momentsUs, event.atUs);
    const conversation = this.#conversationFor(event);
    this.#belongs.push(conversation);
    if (event.kind === 'link.carried') this.#takeFlight(event, conversation);
    else if (event.kind === 'packet.dropped') this.#takeDrop(event, conversation);
    else if (event.kind === 'command.typed') this.commands.push({ event });
  }

  #conversationFor(event: JournalEvent): Conversation | undefined {
    const { conversations } = this;
    switch (event.kind) {
      case 'packet.rewritten':
        conversations.tie(event.before, event.after, event.atUs);
        return conversations.of(event.after, event.atUs);
      case 'ipvs.scheduled':
        if ('mark' in event.service) return undefined;
        return conversations.between(PROTOCOLS[event.service.protocol] ?? 0, event.client, {
          ip: event.service.address,
          port: event.service.port,
        });
      case 'ipvs.conn.created':
      case 'ipvs.conn.state':
      case 'ipvs.conn.expired':
        return conversations.between(PROTOCOLS[event.conn.protocol] ?? 0, event.conn.client, event.conn.virtual);
      case 'tcp.state':
        return conversations.between(
          PROTO_TCP,
          { ip: event.local, port: event.localPort },
          { ip: event.remote, port: event.remotePort },
        );
      default: {
        const packet = packetOf(event);
        return packet && conversations.of(packet, event.atUs);
      }
    }
  }

  #takeFlight(event: EventOf<'link.carried'>, conversation: Conversation | undefined): void {
    const packet = event.frame.payload;
    this.flights.push({ event, conversation });
    this.#longestFlightUs = Math.max(this.#longestFlightUs, event.arriveUs - event.atUs);
    pushNew(this.hopsUs, event.atUs);
    this.#carried.set(packet.id, event);
    if (this.#carried.size > 2 * REMEMBERED_FLIGHTS)
      this.#carried = new Map([...this.#carried].slice(REMEMBERED_FLIGHTS));
  }

  #takeDrop(event: EventOf<'packet.dropped'>, conversation: Conversation | undefined): void {
    const carried = this.#carried.get(event.packet.id);
    const broughtBy = carried?.to.some((port) => port.host === event.host) ? carried : undefined;
    this.drops.push({ event, because: event.because, conversation, broughtBy });
  }

  /** Lets go of what the journal no longer has. Not at every event, because the rest of each list moves up. */
  forget(): void {
    const { firstSeq } = this.journal;
    if (firstSeq === 0 || (this.seqs[0] ?? firstSeq) >= firstSeq) return;
    const lost = lastAtOrBefore(this.seqs, firstSeq - 1, same) + 1;
    this.seqs.splice(0, lost);
    this.timesUs.splice(0, lost);
    this.#belongs.splice(0, lost);
    for (const list of [this.flights, this.drops, this.commands])
      list.splice(0, lastAtOrBefore<{ event: JournalEvent }>(list, firstSeq - 1, (entry) => entry.event.seq) + 1);
    const firstUs = this.timesUs[0] ?? 0;
    for (const list of [this.momentsUs, this.hopsUs]) list.splice(0, lastAtOrBefore(list, firstUs - 1, same) + 1);
    this.time.forget(firstUs);
  }
}

const same = (value: number): number => value;
const departure = (flight: Flight): number => flight.event.atUs;

function pushNew(list: number[], value: number): void {
  if (list.length === 0 || list[list.length - 1]! < value) list.push(value);
}

/** The packet that an event is about, as it was when the event was over. */
export function packetOf(event: JournalEvent): Ipv4Packet | ArpPacket | undefined {
  if (event.kind === 'link.carried') return event.frame.payload;
  if (event.kind === 'packet.rewritten') return event.after;
  return 'packet' in event && typeof event.packet === 'object' ? event.packet : undefined;
}
