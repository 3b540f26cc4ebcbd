// A packet on its way through one host's IP layer, as the stack itself makes it. Hooks see it as the contract's Skb.

import type { Skb } from '../contract.ts';
import type { Ipv4Packet } from '../wire/packet.ts';

export class IpSkb implements Skb {
  packet: Ipv4Packet;
  readonly inDev: string | undefined;
  outDev: string | undefined = undefined;
  mark = 0;
  ipvs = false;
  /** Came in a broadcast or multicast frame: nobody is told of errors about it. */
  readonly group: boolean;

  constructor(packet: Ipv4Packet, inDev: string | undefined, group: boolean) {
    this.packet = packet;
    this.inDev = inDev;
    this.group = group;
  }
}
