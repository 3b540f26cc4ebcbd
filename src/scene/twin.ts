// The text twin: the journal as a list of sentences, with filters. What screen readers read, and what is shown instead of
// travel when motion is reduced. Filtering is incremental: only what is new is looked at.

import type { JournalEvent } from '../sim/journal.ts';
import { kindOf } from './timeline/kind.ts';
import { rankOf } from './timeline/rank.ts';
import { lastAtOrBefore } from './timeline/search.ts';
import { packetOf, type Timeline } from './timeline/timeline.ts';

export type ProtocolFilter = 'arp' | 'icmp' | 'tcp' | 'udp' | 'ipvs';

export interface TwinFilter {
  readonly host?: string | undefined;
  readonly protocol?: ProtocolFilter | undefined;
  /** A conversation's key. */
  readonly conversation?: string | undefined;
  readonly dropsOnly?: boolean;
  /** Also what is only detail: routing decisions, connection states, cache entries. */
  readonly details?: boolean;
  /** What a search asks for. */
  readonly matches?: ((event: JournalEvent) => boolean) | undefined;
}

export class Twin {
  readonly filter: TwinFilter;
  /** Numbers of the events that pass, in order. */
  readonly seqs: number[] = [];
  readonly #timeline: Timeline;
  #seen = -1;

  constructor(timeline: Timeline, filter: TwinFilter = {}) {
    this.#timeline = timeline;
    this.filter = filter;
  }

  /** Looks at up to `budget` events that the timeline has taken in since. True when the list changed. */
  update(budget = Infinity): boolean {
    const { seqs, journal } = this.#timeline;
    const before = this.seqs.length;
    const lost = lastAtOrBefore(this.seqs, (seqs[0] ?? 0) - 1, (seq) => seq) + 1;
    if (lost > 0) this.seqs.splice(0, lost);
    let i = lastAtOrBefore(seqs, this.#seen, (seq) => seq) + 1;
    const until = Math.min(seqs.length, i + budget);
    for (; i < until; i++) {
      const seq = seqs[i]!;
      this.#seen = seq;
      const event = journal.at(seq);
      if (event && this.#passes(event)) this.seqs.push(seq);
    }
    return lost > 0 || this.seqs.length !== before;
  }

  /** There are events that it has not looked at yet. */
  get behind(): boolean {
    return this.#seen < (this.#timeline.seqs.at(-1) ?? -1);
  }

  /** The row of the newest event at or before `tUs`; −1 when there is none. */
  rowAt(tUs: number): number {
    return lastAtOrBefore(this.seqs, tUs, (seq) => this.#timeline.journal.at(seq)?.atUs ?? -1);
  }

  rowOf(seq: number): number {
    const row = lastAtOrBefore(this.seqs, seq, (own) => own);
    return this.seqs[row] === seq ? row : -1;
  }

  /** What hosts set up by themselves before anybody typed anything. */
  #isBoot(event: JournalEvent): boolean {
    const first = this.#timeline.commands[0]?.event;
    return (event.kind === 'config.changed' || event.kind === 'unit.changed') && (!first || event.seq < first.seq);
  }

  #passes(event: JournalEvent): boolean {
    const { host, protocol, conversation, dropsOnly, details, matches } = this.filter;
    if (dropsOnly) {
      if (event.kind !== 'packet.dropped') return false;
    } else if (!details && (rankOf(event.kind) !== 'story' || this.#isBoot(event))) return false;
    if (host !== undefined && !touches(event, host)) return false;
    if (protocol !== undefined && !isOf(event, protocol)) return false;
    if (matches && !matches(event)) return false;
    return conversation === undefined || this.#timeline.conversationOf(event)?.key === conversation;
  }
}

function touches(event: JournalEvent, host: string): boolean {
  if (event.kind === 'link.carried') return event.from.host === host || event.to.some((port) => port.host === host);
  return event.host === host;
}

function isOf(event: JournalEvent, protocol: ProtocolFilter): boolean {
  if (protocol === 'ipvs')
    return event.kind.startsWith('ipvs.') || (event.kind === 'packet.rewritten' && event.by.startsWith('ipvs'));
  if (event.kind.startsWith('arp.') || event.kind === 'neigh.changed') return protocol === 'arp';
  if (event.kind.startsWith('tcp.') || event.kind === 'http.served') return protocol === 'tcp';
  const packet = packetOf(event);
  if (!packet) return false;
  const kind = packet.type === 'ip' && packet.payload.type === 'ip' ? kindOf(packet.payload) : kindOf(packet);
  return kind === protocol;
}
