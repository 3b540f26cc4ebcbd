// What the network layer records in the journal: types only. TCP, IPVS and others declare their own beside their code.

import type { AddressInfo, LinkInfo, NeighbourState, Reason, RouteLine } from './contract.ts';
import type { Ipv4, Mac } from './wire/address.ts';
import type { ArpPacket, Frame, Ipv4Packet } from './wire/packet.ts';

/** A host's end of a link. */
export interface Port {
  readonly host: string;
  readonly dev: string;
}

/** A host's links and addresses at a moment. */
export interface NetNow {
  readonly links: readonly Pick<LinkInfo, 'name' | 'kind' | 'up' | 'mac'>[];
  readonly addresses: readonly AddressInfo[];
}

declare module '../sim/journal.ts' {
  interface EventKinds {
    /**
     * A frame crosses a segment: the host gives it to `from` at the event's time, it leaves at `leaveUs` (later when the
     * device still sends the one before) and it reaches every port of `to` at `arriveUs`. A host's own loopback is the
     * segment 'lo'.
     */
    'link.carried': {
      readonly segment: string;
      readonly from: Port;
      readonly to: readonly Port[];
      readonly frame: Frame;
      readonly leaveUs: number;
      readonly arriveUs: number;
      /** Sent to every port: a broadcast, or a MAC that the switch has not learnt. */
      readonly flooded: boolean;
    };
    /** This host made a packet (a TCP segment, an echo, an ICMP error, …) and gives it to IP. */
    'ip.originated': { readonly packet: Ipv4Packet };
    /** IP decided where a packet goes: to this host, on to another, or out (its own). */
    'ip.routed': {
      readonly packet: Ipv4Packet;
      readonly decision: 'local' | 'forward' | 'output';
      readonly route: RouteLine;
      readonly nextHop: Ipv4;
    };
    /** A packet became another one on this host; `by` says what did it. Forwarding's TTL change is `by: 'forward'`. */
    'packet.rewritten': {
      readonly before: Ipv4Packet;
      readonly after: Ipv4Packet;
      readonly by:
        'forward' | 'ipvs-nat-in' | 'ipvs-nat-out' | 'ipvs-dr' | 'ipvs-tun' | 'decapsulate' | 'icmp-nat' | 'mark';
    };
    /** A packet ends here, unwanted. The packet may be an ARP packet. */
    'packet.dropped': {
      readonly packet: Ipv4Packet | ArpPacket;
      /** Where in the host: a hook point, 'link', 'route', 'neigh', 'tcp', 'udp', 'icmp', 'ipvs'. */
      readonly where: string;
      readonly because: Reason;
    };
    /** A packet reached the program or protocol that it was for. */
    'packet.delivered': { readonly packet: Ipv4Packet; readonly to: 'tcp' | 'udp' | 'icmp' | 'raw' };
    /** The kernel asks who has `target`; the frame is in the following link.carried. */
    'arp.asked': { readonly dev: string; readonly target: Ipv4; readonly sender: Ipv4; readonly because: string };
    'arp.answered': { readonly dev: string; readonly target: Ipv4; readonly to: Ipv4; readonly mac: Mac };
    /** A request for an address that this host has (or forwards) was left unanswered, and why. */
    'arp.ignored': {
      readonly dev: string;
      readonly target: Ipv4;
      readonly from: Ipv4;
      /** ArpIgnoredBecause of neigh/because.ts. */
      readonly because: string;
      /** The sysctl that says so, as sysctl(8) names it, and its value. */
      readonly key?: string;
      readonly value?: number;
    };
    'neigh.changed': {
      readonly dev: string;
      readonly ip: Ipv4;
      readonly mac: Mac | undefined;
      readonly state: NeighbourState | 'GONE';
      readonly before: NeighbourState | undefined;
      readonly because: string;
    };
    /**
     * Addresses, links, routes or a sysctl were changed. `what` is in the tools' words; `now` is what a host's box shows from
     * here on (areas link and address), so that the past can be drawn as it was.
     */
    'config.changed': {
      readonly area: 'link' | 'address' | 'route' | 'neigh' | 'sysctl';
      readonly what: string;
      readonly now?: NetNow;
    };
    'tcp.state': {
      readonly local: Ipv4;
      readonly localPort: number;
      readonly remote: Ipv4;
      readonly remotePort: number;
      readonly before: string;
      readonly after: string;
    };
    /** A segment is sent again: which try this is, and the timeout that ran out. */
    'tcp.retransmitted': {
      readonly packetSeq: number;
      readonly tries: number;
      readonly rtoUs: number;
      readonly remote: Ipv4;
      readonly remotePort: number;
    };
  }
}
