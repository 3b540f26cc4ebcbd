// ping's arithmetic and words: statistics as ping_common.c keeps them, ICMP errors as pr_icmph says them.

import type { Ipv4 } from '../../../net/wire/address.ts';
import { ICMP_REDIRECT, ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE, type IcmpMessage } from '../../../net/wire/packet.ts';

/** Three digits that count: 0.108, 1.23, 12.3, 123 (milliseconds). */
export function printMs(us: number): string {
  if (us >= 99_950) return String(Math.floor((us + 500) / 1000));
  if (us >= 9_995) return `${Math.floor((us + 50) / 1000)}.${Math.floor(((us + 50) % 1000) / 100)}`;
  if (us >= 1_000)
    return `${Math.floor((us + 5) / 1000)}.${String(Math.floor(((us + 5) % 1000) / 10)).padStart(2, '0')}`;
  return printThousandths(us);
}

const printThousandths = (us: number): string => `${Math.floor(us / 1000)}.${String(us % 1000).padStart(3, '0')}`;

/** How long an interval an adaptive ping or a flood keeps at least. */
const LEAST_ADAPTIVE_US = 1;

export class Statistics {
  transmitted = 0;
  received = 0;
  errors = 0;
  maxUs = 0;
  #duplicates = 0;
  #minUs = Infinity;
  #sumUs = 0;
  #squares = 0;
  #timed = 0;
  /** How many were on the way at most. */
  #pipe = 0;
  /** Weighted average of the round trips, times 8. */
  #ewma8 = 0;
  readonly #startUs: number;
  #lastUs: number;

  constructor(nowUs: number) {
    this.#startUs = nowUs;
    this.#lastUs = nowUs;
  }

  get adaptiveUs(): number {
    return Math.max(LEAST_ADAPTIVE_US, Math.floor(this.#ewma8 / 8));
  }

  sent(nowUs: number): void {
    this.transmitted++;
    this.#lastUs = nowUs;
  }

  answered(seq: number, roundTripUs: number | undefined, duplicate: boolean, nowUs: number): void {
    this.#lastUs = nowUs;
    if (duplicate) this.#duplicates++;
    else {
      this.received++;
      this.#acknowledge(seq);
    }
    if (roundTripUs === undefined) return;
    this.#timed++;
    this.#sumUs += roundTripUs;
    this.#squares += roundTripUs * roundTripUs;
    this.#minUs = Math.min(this.#minUs, roundTripUs);
    this.maxUs = Math.max(this.maxUs, roundTripUs);
    this.#ewma8 = this.#ewma8 === 0 ? roundTripUs * 8 : this.#ewma8 + roundTripUs - Math.floor(this.#ewma8 / 8);
  }

  /** An error came. It does not count as the end of the time spent. */
  failed(seq: number): void {
    this.errors++;
    this.#acknowledge(seq);
  }

  #acknowledge(seq: number): void {
    const behind = (this.transmitted - seq) & 0xffff;
    if (behind <= 0x7fff) this.#pipe = Math.max(this.#pipe, behind + 1);
  }

  print(shown: string, paced: boolean): string {
    const { transmitted, received } = this;
    let text = `\n--- ${shown} ping statistics ---\n${transmitted} packets transmitted, ${received} received`;
    if (this.#duplicates > 0) text += `, +${this.#duplicates} duplicates`;
    if (this.errors > 0) text += `, +${this.errors} errors`;
    const spentUs = this.#lastUs - this.#startUs;
    if (transmitted > 0) {
      const loss = ((transmitted - received) * 100) / transmitted;
      text += `, ${Number(loss.toPrecision(6))}% packet loss, time ${Math.floor(spentUs / 1000)}ms`;
    }
    const more: string[] = [];
    if (received > 0 && this.#timed > 0) {
      const averageUs = Math.floor(this.#sumUs / this.#timed);
      const deviationUs = Math.floor(Math.sqrt(Math.max(0, this.#squares / this.#timed - averageUs * averageUs)));
      const numbers = [this.#minUs, averageUs, this.maxUs, deviationUs].map(printThousandths);
      more.push(`rtt min/avg/max/mdev = ${numbers.join('/')} ms`);
    }
    if (this.#pipe > 1) more.push(`pipe ${this.#pipe}`);
    if (received > 0 && paced && transmitted > 1) {
      const gapUs = Math.floor(spentUs / (transmitted - 1));
      more.push(`ipg/ewma ${printThousandths(gapUs)}/${printThousandths(Math.floor(this.#ewma8 / 8))} ms`);
    }
    return `${text}\n${more.join(', ')}\n`;
  }
}

const UNREACHABLE: Readonly<Record<number, string>> = {
  0: 'Destination Net Unreachable',
  1: 'Destination Host Unreachable',
  2: 'Destination Protocol Unreachable',
  3: 'Destination Port Unreachable',
  5: 'Source Route Failed',
  6: 'Destination Net Unknown',
  7: 'Destination Host Unknown',
  8: 'Source Host Isolated',
  9: 'Destination Net Prohibited',
  10: 'Destination Host Prohibited',
  11: 'Destination Net Unreachable for Type of Service',
  12: 'Destination Host Unreachable for Type of Service',
  13: 'Packet filtered',
  14: 'Precedence Violation',
  15: 'Precedence Cutoff',
};
const FRAGMENTATION_NEEDED = 4;
const REDIRECTS = [
  'Redirect Network',
  'Redirect Host',
  'Redirect Type of Service and Network',
  'Redirect Type of Service and Host',
];

export function errorWords({ icmpType, icmpCode, rest }: IcmpMessage, printIp: (ip: Ipv4) => string): string {
  if (icmpType === ICMP_UNREACHABLE) {
    if (icmpCode === FRAGMENTATION_NEEDED) return `Frag needed and DF set (mtu = ${rest & 0xffff})`;
    return UNREACHABLE[icmpCode] ?? `Dest Unreachable, Bad Code: ${icmpCode}`;
  }
  if (icmpType === ICMP_TIME_EXCEEDED)
    return icmpCode === 0 ? 'Time to live exceeded' : 'Frag reassembly time exceeded';
  if (icmpType === ICMP_REDIRECT)
    return `${REDIRECTS[icmpCode] ?? `Redirect, Bad Code: ${icmpCode}`}(New nexthop: ${printIp(rest)})`;
  return `Bad ICMP type: ${icmpType}`;
}
