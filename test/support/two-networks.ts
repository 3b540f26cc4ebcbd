// Worlds for tests of the network layer, built by code: client ── outside ── router ── inside ── server, as in LVS-NAT.

import { Segment } from '../../src/net/link/segment.ts';
import type { IcmpSocket } from '../../src/net/contract.ts';
import { createStack, type Stack } from '../../src/net/stack.ts';
import { parseIpv4, parseMac, broadcastOf, type Ipv4 } from '../../src/net/wire/address.ts';
import { ICMP_ECHO, ICMP_ECHO_REPLY, type IcmpMessage } from '../../src/net/wire/packet.ts';
import { isErrno } from '../../src/base/errno.ts';
import type { EventKinds, EventOf } from '../../src/sim/journal.ts';
import { Sim } from '../../src/sim/sim.ts';

export const ip = (text: string): Ipv4 => {
  const parsed = parseIpv4(text);
  if (parsed === undefined) throw new Error(`no address: ${text}`);
  return parsed;
};

/** A host with lo up and cards as given: name, segment, `address/prefix` list. MACs are numbered by host and card. */
export function addHost(
  sim: Sim,
  name: string,
  cards: readonly (readonly [name: string, segment: Segment, ...addresses: string[]])[],
  gateway?: string,
): Stack {
  const stack = createStack(sim, name);
  stack.admin.setLink('lo', { up: true });
  for (const [dev, segment, ...addresses] of cards) {
    const first = addresses[0]?.split('/')[0] ?? '0.0.0.0';
    const mac = parseMac('52:54:00:00:00:00')! + (ip(first) & 0xffffff);
    stack.addNic({ name: dev, mac, segment });
    stack.admin.setLink(dev, { up: true });
    for (const address of addresses) addAddress(stack, dev, address);
  }
  if (gateway) must(addRoute(stack, '0.0.0.0/0', gateway));
  return stack;
}

export function must(refused: unknown): void {
  if (isErrno(refused)) throw new Error(refused.errno);
}

export function addAddress(stack: Stack, dev: string, text: string, label = dev): void {
  const [address, prefix] = text.split('/');
  const first = ip(address!);
  const length = Number(prefix ?? 32);
  const broadcast = length < 31 && dev !== 'lo' ? broadcastOf(first, length) : undefined;
  const scope = first >>> 24 === 127 ? 'host' : 'global';
  must(stack.admin.addAddress({ dev, ip: first, prefix: length, broadcast, scope, label }));
}

export function addRoute(stack: Stack, net: string, gateway: string) {
  const [dst, prefix] = net.split('/');
  return stack.admin.addRoute({
    dst: ip(dst!),
    prefix: Number(prefix),
    gateway: ip(gateway),
    dev: '',
    source: undefined,
    scope: 'global',
    kind: 'unicast',
    proto: 'boot',
    metric: 0,
  });
}

export interface TwoNetworks {
  readonly sim: Sim;
  readonly outside: Segment;
  readonly inside: Segment;
  readonly client: Stack;
  readonly router: Stack;
  readonly server: Stack;
}

export function twoNetworks({ forwarding = true, seed = 1, journalCapacity = 1 << 16 } = {}): TwoNetworks {
  const sim = new Sim({ seed, journalCapacity });
  const outside = new Segment(sim, 'outside');
  const inside = new Segment(sim, 'inside');
  const client = addHost(sim, 'client', [['eth0', outside, '10.10.10.100/24']], '10.10.10.1');
  const router = addHost(sim, 'router', [
    ['eth0', outside, '10.10.10.1/24'],
    ['eth1', inside, '192.168.10.1/24'],
  ]);
  const server = addHost(sim, 'server', [['eth0', inside, '192.168.10.11/24']], '192.168.10.1');
  if (forwarding) set(router, 'net/ipv4/ip_forward', 1);
  return { sim, outside, inside, client, router, server };
}

export function set(stack: Stack, path: string, value: number | string): void {
  must(stack.sysctl.row(path)!.write(String(value)));
}

export const echo = (id: number, seq: number, data = 'x'.repeat(56)): IcmpMessage => ({
  type: 'icmp',
  icmpType: ICMP_ECHO,
  icmpCode: 0,
  rest: id * 65536 + seq,
  data,
  original: undefined,
});

/** Lets `us` pass. */
export const pass = (sim: Sim, us: number): void => {
  sim.advance(sim.nowUs + us);
};

/** One ping: the answer's round trip in µs, or what came instead. */
export function ping(from: Stack, to: string, waitUs = 4_000_000, data?: string): string {
  const socket: IcmpSocket = from.sockets.icmp();
  const startUs = from.sim.nowUs;
  const refused = socket.send(echo(7, 1, data), ip(to));
  if (refused) return refused.errno;
  from.sim.advance(startUs + waitUs);
  for (;;) {
    const received = socket.recv();
    if (isErrno(received)) return 'nothing';
    const { payload } = received.packet;
    if (payload.type !== 'icmp' || payload.icmpType === ICMP_ECHO) continue;
    socket.close();
    return payload.icmpType === ICMP_ECHO_REPLY
      ? `reply ttl=${received.packet.ttl} us=${received.atUs - startUs}`
      : `icmp ${payload.icmpType}/${payload.icmpCode} from ${received.packet.src === received.packet.dst ? 'self' : received.packet.src}`;
  }
}

export const events = <K extends keyof EventKinds>(sim: Sim, kind: K, host?: string): EventOf<K>[] =>
  [...sim.journal.since()].filter(
    (event): event is EventOf<K> => event.kind === kind && (host === undefined || event.host === host),
  );
