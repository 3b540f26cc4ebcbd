// ping's loop: when to send, what to make of what comes, when it is enough (iputils ping_common.c).

import type { Bytes } from '../../../base/bytes.ts';
import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import { SignalError, type Sys } from '../../../host/sys.ts';
import type { IcmpSocket } from '../../../net/contract.ts';
import { printIpv4, type Ipv4 } from '../../../net/wire/address.ts';
import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_REDIRECT,
  sizePayload,
  type IcmpMessage,
  type Ipv4Packet,
} from '../../../net/wire/packet.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out } from '../../command.ts';
import { errorWords, printMs, Statistics } from './report.ts';

export interface PingOptions {
  /** argv[0], which begins messages. */
  readonly program: string;
  readonly dst: Ipv4;
  readonly shown: string;
  /** How the sender of an answer is shown. */
  readonly nameOf: (ip: Ipv4) => string;
  readonly src?: Ipv4;
  readonly dev?: string;
  readonly count: number | undefined;
  readonly intervalUs: number;
  readonly size: number;
  readonly ttl: number | undefined;
  readonly deadlineUs: number | undefined;
  /** How long to wait for answers after the last packet when none has come. */
  readonly lingerUs: number;
  readonly preload: number;
  readonly quiet: boolean;
  readonly flood: boolean;
  readonly adaptive: boolean;
  readonly audible: boolean;
  readonly timestamps: boolean;
  readonly outstanding: boolean;
  readonly dontFragment: boolean;
  /** Refuses to send what the path's MTU is too small for, rather than fragment it (-M do). */
  readonly strictMtu: boolean;
  readonly pattern: string | undefined;
}

/** Data long enough for a timeval carries the time of sending; without it no round trip can be told. */
const TIMEVAL_BYTES = 16;
/** A flood's slowest pace. */
const FLOOD_PACE_US = 10_000;
const MAX_PACKET = 65_535;

export class Pinger {
  readonly #sys: Sys;
  readonly #options: PingOptions;
  readonly #socket: IcmpSocket;
  readonly #ident: number;
  readonly #stats: Statistics;
  readonly #sentUs = new Map<number, number>();
  readonly #answered = new Set<number>();
  #nextUs: number;
  readonly #startUs: number;
  #exitUs: number | undefined;

  constructor(sys: Sys, options: PingOptions) {
    this.#sys = sys;
    this.#options = options;
    this.#socket = sys.sockets.icmp();
    this.#ident = sys.pid & 0xffff;
    this.#startUs = sys.nowUs;
    this.#nextUs = sys.nowUs;
    this.#stats = new Statistics(sys.nowUs);
  }

  *run(): Program<number> {
    try {
      for (let i = 1; i < this.#options.preload && this.#mayBegin; i++) yield* this.#send();
      while (!this.#done) {
        yield* this.#receive();
        if (this.#done) break;
        if (this.#mayBegin && this.#sys.nowUs >= this.#nextUs) {
          yield* this.#send();
          continue;
        }
        yield { wait: 'queues', queues: [this.#socket.changed], untilUs: this.#wakeUs };
      }
    } catch (error) {
      if (!(error instanceof SignalError) || error.signal !== 'SIGINT') throw error;
    } finally {
      this.#socket.close();
    }
    const { shown, flood, adaptive, count, deadlineUs } = this.#options;
    yield* out(this.#sys, this.#stats.print(shown, flood || adaptive));
    const { received } = this.#stats;
    return received === 0 || (deadlineUs !== undefined && received < (count ?? 0)) ? 1 : 0;
  }

  get #mayBegin(): boolean {
    const { count, deadlineUs } = this.#options;
    return count === undefined || deadlineUs !== undefined || this.#stats.transmitted < count;
  }

  get #done(): boolean {
    const { count, deadlineUs } = this.#options;
    const { received, errors } = this.#stats;
    const now = this.#sys.nowUs;
    if (count !== undefined && received + errors >= count) return true;
    if (deadlineUs !== undefined && (errors > 0 || now >= this.#startUs + deadlineUs)) return true;
    return this.#exitUs !== undefined && now >= this.#exitUs;
  }

  get #wakeUs(): number {
    const { deadlineUs } = this.#options;
    const ends = deadlineUs === undefined ? Infinity : this.#startUs + deadlineUs;
    return Math.min(this.#exitUs ?? Infinity, this.#mayBegin ? this.#nextUs : Infinity, ends);
  }

  // ── sending

  *#send(): Program {
    const options = this.#options;
    const stats = this.#stats;
    const last = stats.transmitted & 0xffff;
    if (options.outstanding && stats.transmitted > 0 && !this.#answered.has(last))
      yield* out(this.#sys, `${this.#timestamp}no answer yet for icmp_seq=${last}\n`);
    const now = this.#sys.nowUs;
    const seq = (stats.transmitted + 1) & 0xffff;
    this.#sentUs.set(seq, now);
    this.#answered.delete(seq);
    stats.sent(now);
    const refused = this.#transmit(seq);
    this.#nextUs = now + (options.flood ? FLOOD_PACE_US : options.adaptive ? stats.adaptiveUs : options.intervalUs);
    if (options.count !== undefined && stats.transmitted >= options.count && options.deadlineUs === undefined)
      this.#exitUs = now + (stats.received > 0 ? Math.max(2 * stats.maxUs, options.intervalUs) : options.lingerUs);
    if (refused) yield* this.#complain(refused);
    else if (options.flood && !options.quiet) yield* out(this.#sys, '.');
  }

  #transmit(seq: number): Errno | undefined {
    const { dst, src, dev, ttl, size, strictMtu, dontFragment } = this.#options;
    if (size + 28 > MAX_PACKET) return { errno: 'EMSGSIZE' };
    const message: IcmpMessage = {
      type: 'icmp',
      icmpType: ICMP_ECHO,
      icmpCode: 0,
      rest: this.#ident * 65_536 + seq,
      data: this.#data(),
      original: undefined,
    };
    return this.#socket.send(message, dst, {
      ...(src === undefined ? {} : { src }),
      ...(dev === undefined ? {} : { oif: dev }),
      ...(ttl === undefined ? {} : { ttl }),
      dontFragment: strictMtu || (dontFragment && size + 28 <= this.#mtu),
    });
  }

  get #mtu(): number {
    const routed = this.#sys.net.routeTo(this.#options.dst);
    return (routed.found && this.#sys.net.link(routed.route.dev)?.mtu) || MAX_PACKET;
  }

  /** The time of sending, then 0x10, 0x11, … or the pattern. */
  #data(): Bytes {
    const { size, pattern } = this.#options;
    const digits = pattern === undefined ? undefined : pattern.length % 2 === 1 ? `0${pattern}` : pattern;
    const fill = digits?.match(/../g)?.map((pair) => parseInt(pair, 16));
    let data = '';
    if (size >= TIMEVAL_BYTES) data = littleEndian(this.#sys.epochSeconds) + littleEndian(this.#sys.nowUs % 1e6);
    for (let i = data.length; i < size; i++) data += String.fromCharCode(fill ? fill[i % fill.length]! : i & 255);
    return data;
  }

  *#complain(refused: Errno): Program {
    const { program } = this.#options;
    if (refused.errno === 'EMSGSIZE') {
      this.#stats.errors++;
      yield* err(this.#sys, `${program}: local error: message too long, mtu=${this.#mtu}\n`);
    } else yield* err(this.#sys, `${program}: sendmsg: ${strerror(refused)}\n`);
  }

  // ── receiving

  *#receive(): Program {
    for (;;) {
      const found = this.#socket.recv();
      if (isErrno(found)) return;
      const { payload } = found.packet;
      if (payload.type !== 'icmp') continue;
      if (payload.icmpType === ICMP_ECHO_REPLY && payload.rest >>> 16 === this.#ident)
        yield* this.#reply(found.packet, payload, found.atUs);
      else if (payload.original && this.#isOurs(payload.original)) yield* this.#error(found.packet, payload);
      if (this.#done) return;
    }
  }

  #isOurs(original: Ipv4Packet): boolean {
    const { payload } = original;
    return payload.type === 'icmp' && payload.icmpType === ICMP_ECHO && payload.rest >>> 16 === this.#ident;
  }

  get #timestamp(): string {
    if (!this.#options.timestamps) return '';
    return `[${this.#sys.epochSeconds}.${String(this.#sys.nowUs % 1e6).padStart(6, '0')}] `;
  }

  *#reply(packet: Ipv4Packet, message: IcmpMessage, atUs: number): Program {
    const options = this.#options;
    const seq = message.rest & 0xffff;
    const sentUs = this.#sentUs.get(seq);
    const timed = options.size >= TIMEVAL_BYTES && sentUs !== undefined;
    const roundTripUs = timed ? atUs - sentUs : undefined;
    const duplicate = this.#answered.has(seq);
    this.#answered.add(seq);
    this.#stats.answered(seq, roundTripUs, duplicate, atUs);
    if (options.flood || options.adaptive) this.#nextUs = Math.min(this.#nextUs, atUs + this.#stats.adaptiveUs);
    if (options.quiet) return;
    if (options.flood) return yield* out(this.#sys, '\b \b');
    const from = options.nameOf(packet.src);
    yield* out(
      this.#sys,
      `${this.#timestamp}${sizePayload(message)} bytes from ${from}: icmp_seq=${seq} ttl=${packet.ttl}` +
        `${roundTripUs === undefined ? '' : ` time=${printMs(roundTripUs)} ms`}${duplicate ? ' (DUP!)' : ''}` +
        `${options.audible ? '\x07' : ''}\n`,
    );
  }

  *#error(packet: Ipv4Packet, message: IcmpMessage): Program {
    const options = this.#options;
    const { payload } = message.original!;
    const seq = payload.type === 'icmp' ? payload.rest & 0xffff : 0;
    if (message.icmpType !== ICMP_REDIRECT) {
      this.#answered.add(seq);
      this.#stats.failed(seq);
    }
    if (options.quiet) return;
    if (options.flood) return yield* out(this.#sys, '\bE');
    const from = options.nameOf(packet.src);
    yield* out(this.#sys, `${this.#timestamp}From ${from} icmp_seq=${seq} ${errorWords(message, printIpv4)}\n`);
  }
}

const littleEndian = (value: number): Bytes => {
  let bytes = '';
  for (let i = 0, rest = value; i < 8; i++, rest = Math.floor(rest / 256)) bytes += String.fromCharCode(rest % 256);
  return bytes;
};
