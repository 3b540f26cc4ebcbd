// What the parts of a host's network stack are to each other, and to the layers above: types only, no behaviour.
//
//   segment ── Device ── IpLayer ── Transport (icmp, udp, tcp) ── Sockets ── programs
//                │          └── Hook[] at the five netfilter points (ipvs, arptables, mangle are hooks)
//                └── neighbour table (ARP)
//
// `NetAdmin` is what netlink and ioctl are to ip(8), ifconfig(8), route(8), arp(8): the tools read and change through it.

import type { Bytes } from '../base/bytes.ts';
import type { Errno } from '../base/errno.ts';
import type { WaitQueue } from '../sim/process.ts';
import type { Sim } from '../sim/sim.ts';
import type { Ipv4, Mac } from './wire/address.ts';
import type { ArpPacket, IcmpMessage, Ipv4Packet, TcpSegment, UdpDatagram } from './wire/packet.ts';

export type { Port } from './events.ts';

// ── Reasons: why something was dropped or chosen, as data. Words for them (zh, en) are the scene's.

/** code → its facts. Open: layers add theirs by declaration merging. Values are numbers and strings only. */
export interface Reasons {
  'not-for-us': { readonly dst: Ipv4 };
  'no-route': { readonly dst: Ipv4 };
  'forwarding-off': { readonly dst: Ipv4; readonly key: string };
  'ttl-expired': { readonly ttl: number };
  'no-arp-answer': { readonly nextHop: Ipv4; readonly dev: string; readonly tries: number };
  'martian-source': { readonly src: Ipv4; readonly dev: string; readonly key: string };
  'martian-destination': { readonly dst: Ipv4; readonly dev: string };
  /** rp_filter: the way back to the source does not lead through the device by which the packet came. */
  'reverse-path': { readonly src: Ipv4; readonly dev: string; readonly key: string };
  /** A route of kind unreachable, prohibit or blackhole. */
  'route-refuses': { readonly dst: Ipv4; readonly kind: string };
  'link-down': { readonly dev: string };
  'nobody-there': { readonly mac: Mac };
  'no-listener': { readonly port: number };
  'no-protocol': { readonly protocol: number };
  /** A sysctl says not to answer (icmp_echo_ignore_all, …). */
  'told-to-ignore': { readonly key: string };
  'fragments-missing': { readonly ident: number };
  'receive-buffer-full': { readonly port: number };
  /** The bytes are no packet of the protocol they claim to be. */
  malformed: { readonly protocol: number };
  'needs-fragmenting': { readonly mtu: number; readonly size: number };
  'neighbour-queue-full': { readonly nextHop: Ipv4 };
  'hook-dropped': { readonly hook: string };
}
export type Reason = { [C in keyof Reasons]: { readonly code: C } & Reasons[C] }[keyof Reasons];

// ── Routes

export interface RouteLine {
  readonly dst: Ipv4;
  readonly prefix: number;
  readonly gateway: Ipv4 | undefined;
  readonly dev: string;
  /** The preferred source (`src` in ip route). */
  readonly source: Ipv4 | undefined;
  readonly scope: 'global' | 'link' | 'host';
  readonly kind: 'unicast' | 'local' | 'broadcast' | 'unreachable' | 'blackhole' | 'prohibit';
  readonly proto: 'kernel' | 'boot' | 'static';
  readonly metric: number;
  readonly table: 'main' | 'local';
  readonly onlink?: boolean;
}

// ── Inside one host

/** A packet on its way through one host's IP layer: the packet (replaced when rewritten) and what the kernel knows of it. */
export interface Skb {
  packet: Ipv4Packet;
  /** The device by which it came in; undefined for one that this host sends. */
  readonly inDev: string | undefined;
  /** Known from the routing decision on. */
  outDev: string | undefined;
  mark: number;
  /** Set by ipvs on what it has sent itself, so that its own hooks let it pass (IPVS_PROPERTY). */
  ipvs: boolean;
}

/** accept: go on. drop: gone (the hook has recorded why). stolen: the hook took it over. */
export type Verdict = 'accept' | 'drop' | 'stolen';
export type HookPoint = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

export interface Hook {
  readonly name: string;
  readonly point: HookPoint;
  /** Lower runs first, as in netfilter (mangle −150, nat −100, filter 0, ipvs 98 … 100). */
  readonly priority: number;
  handle(skb: Skb): Verdict;
}

/** What the routing table answers. */
export type Routed =
  | { readonly found: true; readonly route: RouteLine; readonly nextHop: Ipv4; readonly source: Ipv4 }
  | { readonly found: false; readonly errno: Errno };

/** A transport protocol's receiving side, registered by protocol number. */
export interface Transport {
  readonly protocol: number;
  recvPacket(skb: Skb): void;
  /** An ICMP error about a packet that we sent; `about` is the quoted packet as we sent it. */
  recvError(error: IcmpMessage, about: Ipv4Packet, from: Ipv4): void;
}

/** What to fill a fresh IP header with. `src` 0 = choose by route. */
export interface SendIp {
  readonly src: Ipv4;
  readonly dst: Ipv4;
  readonly protocol: number;
  readonly payload: TcpSegment | UdpDatagram | IcmpMessage | Ipv4Packet;
  readonly ttl?: number;
  readonly tos?: number;
  readonly dontFragment?: boolean;
  readonly ident?: number;
  readonly oif?: string | undefined;
  readonly mark?: number;
}

/** The IP layer of one host, as transports and hooks (ipvs) see it. */
export interface IpLayer {
  readonly sim: Sim;
  readonly host: string;
  readonly sysctl: SysctlTree;
  nextPacketId(): number;
  /** Routes, originates, passes the output hook and sends. Errno when there is no route (nothing is sent). */
  send(packet: SendIp): Errno | undefined;
  /** Sends a ready packet by `route`: output hook, postrouting hook, MTU, neighbour, device. What ipvs's transmitters call. */
  sendRouted(skb: Skb, route: Extract<Routed, { found: true }>): void;
  /** Delivers to this host's own protocols, past the routing decision (input hook not run again). */
  deliver(skb: Skb): void;
  route(dst: Ipv4, how?: { readonly src?: Ipv4; readonly oif?: string | undefined; readonly mark?: number }): Routed;
  isLocal(ip: Ipv4): boolean;
  /** The largest packet that reaches `dst` unfragmented, as far as known: the device's MTU, or what a router has reported. */
  pathMtu(dst: Ipv4): number;
  /** The transport has seen progress with `dst`: its next hop is alive (dst_confirm). */
  confirmNeighbour(dst: Ipv4): void;
  /** Sends an ICMP error about `skb.packet`, rate limits and RFC 1122's "never about …" rules applied. */
  sendIcmpError(skb: Skb, icmpType: number, icmpCode: number, rest?: number, source?: Ipv4): void;
  addHook(hook: Hook): void;
  removeHook(hook: Hook): void;
  addTransport(transport: Transport): void;
  /** Records packet.dropped. */
  drop(packet: Ipv4Packet | ArpPacket, where: string, because: Reason): void;
}

// ── Administration (netlink and ioctl)

export interface LinkInfo {
  readonly index: number;
  readonly name: string;
  readonly kind: 'loopback' | 'ethernet' | 'ipip';
  readonly mac: Mac;
  readonly up: boolean;
  /** Has carrier (a segment) and is up. */
  readonly running: boolean;
  readonly mtu: number;
  readonly txQueueLength: number;
  readonly segment: string | undefined;
  readonly promiscuous: boolean;
  readonly noArp: boolean;
  readonly stats: LinkStats;
}

export interface LinkStats {
  rxPackets: number;
  rxBytes: number;
  txPackets: number;
  txBytes: number;
  rxDropped: number;
  txDropped: number;
}

export interface AddressInfo {
  readonly dev: string;
  readonly ip: Ipv4;
  readonly prefix: number;
  readonly broadcast: Ipv4 | undefined;
  readonly scope: 'global' | 'link' | 'host';
  /** `eth0`, or the alias that ifconfig gave it: `eth0:1`. */
  readonly label: string;
  /** Not the first address of its subnet on this device. */
  readonly secondary: boolean;
}

export type NeighbourState =
  'NONE' | 'INCOMPLETE' | 'REACHABLE' | 'STALE' | 'DELAY' | 'PROBE' | 'FAILED' | 'NOARP' | 'PERMANENT';

export interface NeighbourInfo {
  readonly dev: string;
  readonly ip: Ipv4;
  readonly mac: Mac | undefined;
  readonly state: NeighbourState;
  readonly usedUs: number;
  readonly confirmedUs: number;
  readonly updatedUs: number;
  readonly probes: number;
}

export interface NetAdmin {
  /** What the kernel added in words to its last refusal (netlink's extended ack): `Nexthop has invalid gateway.` */
  readonly extack: string | undefined;
  links(): readonly LinkInfo[];
  link(name: string): LinkInfo | undefined;
  setLink(
    name: string,
    change: { up?: boolean; mtu?: number; mac?: Mac; promiscuous?: boolean; txQueueLength?: number },
  ): Errno | undefined;
  addresses(): readonly AddressInfo[];
  /** EEXIST when this device has it already (same prefix); ENODEV without the device. */
  addAddress(address: Omit<AddressInfo, 'secondary'>): Errno | undefined;
  /** EADDRNOTAVAIL when it is not there. Deleting a primary deletes its secondaries (promote_secondaries = 0). */
  delAddress(dev: string, ip: Ipv4, prefix: number): Errno | undefined;
  routes(table?: 'main' | 'local'): readonly RouteLine[];
  /**
   * EEXIST, ENETUNREACH (gateway not on link), ENODEV, ENETDOWN, EINVAL as the kernel. `prepend` is what the old ioctl of
   * route(8) does: only an identical route is EEXIST, another one for the same prefix goes before it.
   */
  addRoute(
    route: Omit<RouteLine, 'table'> & { readonly table?: 'main' | 'local' },
    how?: 'add' | 'replace' | 'append' | 'change' | 'prepend',
  ): Errno | undefined;
  /** ESRCH when nothing matches; undefined fields match anything. */
  delRoute(match: Partial<RouteLine> & Pick<RouteLine, 'dst' | 'prefix'>): Errno | undefined;
  routeTo(dst: Ipv4, how?: { readonly src?: Ipv4; readonly oif?: string; readonly mark?: number }): Routed;
  neighbours(): readonly NeighbourInfo[];
  setNeighbour(dev: string, ip: Ipv4, mac: Mac, state: NeighbourState): Errno | undefined;
  /** ENOENT when it is not there. */
  delNeighbour(dev: string, ip: Ipv4): Errno | undefined;
  /** Forgets (marks for dropping) neighbours that match; returns how many. PERMANENT and NOARP ones stay unless asked for. */
  flushNeighbours(match: { dev?: string; ip?: Ipv4; state?: NeighbourState }): number;
}

// ── sysctl: /proc/sys as a tree of rows

/** One file under /proc/sys. `path` has slashes: 'net/ipv4/ip_forward'. Values are the file's text without the newline. */
export interface SysctlRow {
  readonly path: string;
  readonly status: 'live' | 'stub';
  /** One line each: what it does. */
  readonly meaning: { readonly zh: string; readonly en: string };
  readonly writable: boolean;
  read(): string;
  /** EINVAL for text that is not its kind. */
  write(text: string): Errno | undefined;
}

export interface SysctlTree {
  rows(): readonly SysctlRow[];
  row(path: string): SysctlRow | undefined;
  add(row: SysctlRow): void;
  remove(path: string): void;
  /** The integer value of a row, 0 when there is none. */
  int(path: string): number;
}

// ── Sockets, as system calls see them. All calls return at once; `changed` is woken when a repeated call may answer otherwise.

export interface TcpSocket {
  readonly kind: 'tcp';
  readonly changed: WaitQueue;
  readonly state: string;
  readonly local: { readonly ip: Ipv4; readonly port: number };
  readonly remote: { readonly ip: Ipv4; readonly port: number };
  bind(ip: Ipv4, port: number): Errno | undefined;
  /**
   * Starts to listen; `accept` then gives established connections, oldest first, or EAGAIN. With `deferAcceptSeconds`
   * (TCP_DEFER_ACCEPT, as Apache sets it: 30) a connection is not there before its first data, or that time.
   */
  listen(backlog: number, deferAcceptSeconds?: number): Errno | undefined;
  accept(): TcpSocket | Errno;
  /** Sends the SYN and returns EINPROGRESS (or an errno at once: ENETUNREACH, EADDRNOTAVAIL, …). */
  connect(ip: Ipv4, port: number): Errno;
  /** undefined while connecting; then 'ok' or the errno (ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, …). */
  connected(): 'ok' | Errno | undefined;
  /** How many bytes were taken; EAGAIN when the buffer is full; EPIPE, ECONNRESET. */
  send(data: Bytes): number | Errno;
  /** '' is the end of the stream; EAGAIN when nothing has come yet; ECONNRESET, ETIMEDOUT, EHOSTUNREACH. */
  recv(max: number): Bytes | Errno;
  shutdownWrite(): void;
  /** FIN, or RST when unread data is thrown away (or `abort`). */
  close(abort?: boolean): void;
  /** From now on `poll` hears of this socket's news too; it is told at once, since news may have come before. */
  pollWith(poll: SocketPoll | undefined): void;
}

/** What a program that has many sockets waits with (net/tcp/poll.ts). */
export interface SocketPoll {
  add(socket: TcpSocket): void;
}

export interface UdpSocket {
  readonly kind: 'udp';
  readonly changed: WaitQueue;
  readonly local: { readonly ip: Ipv4; readonly port: number };
  bind(ip: Ipv4, port: number): Errno | undefined;
  connect(ip: Ipv4, port: number): Errno | undefined;
  sendTo(data: Bytes, ip: Ipv4, port: number): number | Errno;
  recvFrom(): { readonly data: Bytes; readonly ip: Ipv4; readonly port: number } | Errno;
  close(): void;
}

/** A raw ICMP socket: sends messages and sees every ICMP packet that this host is given. What ping uses. */
export interface IcmpSocket {
  readonly kind: 'icmp';
  readonly changed: WaitQueue;
  send(
    message: IcmpMessage,
    dst: Ipv4,
    how?: { readonly src?: Ipv4; readonly ttl?: number; readonly oif?: string; readonly dontFragment?: boolean },
  ): Errno | undefined;
  recv(): { readonly packet: Ipv4Packet; readonly atUs: number } | Errno;
  close(): void;
}

export interface SocketInfo {
  readonly kind: 'tcp' | 'udp';
  readonly state: string;
  readonly local: { readonly ip: Ipv4; readonly port: number };
  readonly remote: { readonly ip: Ipv4; readonly port: number };
  readonly recvQueue: number;
  readonly sendQueue: number;
}

/** Who is told of its sockets, those that accept makes too, so that they end with it: a process. */
export interface SocketOwner {
  add(socket: TcpSocket | UdpSocket | IcmpSocket): void;
  delete(socket: TcpSocket | UdpSocket | IcmpSocket): void;
}

export interface Sockets {
  tcp(owner?: SocketOwner): TcpSocket;
  udp(owner?: SocketOwner): UdpSocket;
  icmp(owner?: SocketOwner): IcmpSocket;
  list(): readonly SocketInfo[];
}
