// Putting fragments together again at their destination (net/ipv4/ip_fragment.c). Pieces may come in any order; a set that is
// not complete after ipfrag_time is thrown away, and its sender told if the first piece was there.

import { SECOND } from '../../base/time.ts';
import type { Timer } from '../../sim/clock.ts';
import type { IpLayer, Skb } from '../contract.ts';
import { decodePayload } from '../wire/decode.ts';
import { ICMP_TIME_EXCEEDED, type Ipv4Packet } from '../wire/packet.ts';

const REASSEMBLY_TIME = 1;

interface Pieces {
  readonly pieces: Map<number, Ipv4Packet>;
  readonly timer: Timer;
  first: Skb | undefined;
}

export class Reassembly {
  readonly #ip: IpLayer;
  readonly #sets = new Map<string, Pieces>();

  constructor(ip: IpLayer) {
    this.#ip = ip;
  }

  /** The whole packet when `skb` was the last piece missing. */
  recv(skb: Skb): Ipv4Packet | undefined {
    const { packet } = skb;
    const key = `${packet.src} ${packet.dst} ${packet.protocol} ${packet.ident}`;
    let set = this.#sets.get(key);
    if (!set) {
      const waitUs = this.#ip.sysctl.int('net/ipv4/ipfrag_time') * SECOND;
      set = { pieces: new Map(), timer: this.#ip.sim.clock.after(waitUs, () => this.#expire(key)), first: undefined };
      this.#sets.set(key, set);
    }
    set.pieces.set(packet.fragmentOffset, packet);
    if (packet.fragmentOffset === 0) set.first = { ...skb, packet };
    const data = joined(set.pieces);
    if (data === undefined) return undefined;
    set.timer.cancel();
    this.#sets.delete(key);
    return this.#whole(set.pieces.get(0)!, data);
  }

  abandon(): void {
    for (const set of this.#sets.values()) set.timer.cancel();
    this.#sets.clear();
  }

  #whole(first: Ipv4Packet, data: string): Ipv4Packet | undefined {
    const bytes = Uint8Array.from(data, (char) => char.charCodeAt(0));
    const payload = decodePayload(first, bytes) ?? { type: 'raw', data };
    return {
      ...first,
      id: this.#ip.nextPacketId(),
      parentId: first.parentId,
      moreFragments: false,
      fragmentOffset: 0,
      payload,
    };
  }

  #expire(key: string): void {
    const set = this.#sets.get(key);
    if (!set) return;
    this.#sets.delete(key);
    for (const piece of set.pieces.values())
      this.#ip.drop(piece, 'input', { code: 'fragments-missing', ident: piece.ident });
    if (set.first) this.#ip.sendIcmpError(set.first, ICMP_TIME_EXCEEDED, REASSEMBLY_TIME);
  }
}

/** The data without gaps from the first piece to the last; undefined while something is missing. */
function joined(pieces: ReadonlyMap<number, Ipv4Packet>): string | undefined {
  let data = '';
  for (;;) {
    const piece = pieces.get(data.length);
    if (piece?.payload.type !== 'raw') return undefined;
    data += piece.payload.data;
    if (!piece.moreFragments) return data;
  }
}
