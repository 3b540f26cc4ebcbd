// /proc/net as the kernel prints it: net/core/net-procfs.c (dev), net/ipv4/{arp,fib_trie,tcp_ipv4,udp,af_inet}.c. Live, from the same
// doors that the tools use. Counters and fields that this simulator does not keep (queues' timers, inode and address of a
// socket) are 0, as the kernel prints for a socket that has none.

import type { Bytes } from '../../base/bytes.ts';
import type { LinkInfo, NeighbourInfo, NetAdmin, RouteLine, SocketInfo, Sockets } from '../../net/contract.ts';
import { maskOf, printIpv4, printMac, type Ipv4 } from '../../net/wire/address.ts';

const pad = (value: number | string, width: number): string => String(value).padStart(width);

/** An address as a little-endian machine prints its network-order word. */
export function hexIpv4(ip: Ipv4): string {
  const swapped = ((ip & 255) << 24) | ((ip & 0xff00) << 8) | ((ip >>> 8) & 0xff00) | (ip >>> 24);
  return (swapped >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');

// ── dev

export function procNetDev(net: NetAdmin): Bytes {
  const lines = net.links().map(({ name, stats }: LinkInfo) => {
    const received = `${pad(stats.rxBytes, 8)} ${pad(stats.rxPackets, 7)} ${pad(0, 4)} ${pad(stats.rxDropped, 4)}`;
    const sent = `${pad(stats.txBytes, 8)} ${pad(stats.txPackets, 7)} ${pad(0, 4)} ${pad(stats.txDropped, 4)}`;
    return `${pad(name, 6)}: ${received} ${pad(0, 4)} ${pad(0, 5)} ${pad(0, 10)} ${pad(0, 9)} ${sent} ${pad(0, 4)} ${pad(0, 5)} ${pad(0, 7)} ${pad(0, 10)}\n`;
  });
  return (
    'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n' +
    lines.join('')
  );
}

// ── arp

const ATF_COM = 0x2;
const ATF_PERM = 0x4;

export function procNetArp(net: NetAdmin): Bytes {
  const lines = net
    .neighbours()
    .filter(({ state }) => state !== 'NOARP' && state !== 'NONE')
    .map(({ ip, mac, state, dev }: NeighbourInfo) => {
      const complete = state !== 'INCOMPLETE' && state !== 'FAILED' && mac !== undefined;
      const flags = (complete ? ATF_COM : 0) | (state === 'PERMANENT' ? ATF_PERM : 0);
      const address = printMac(complete ? mac : 0);
      return `${printIpv4(ip).padEnd(16)} 0x${'1'.padEnd(10)}0x${flags.toString(16).padEnd(10)}${address.padEnd(17)}     *        ${dev}\n`;
    });
  return `IP address       HW type     Flags       HW address            Mask     Device\n${lines.join('')}`;
}

// ── route

const RTF_UP = 1;
const RTF_GATEWAY = 2;
const RTF_HOST = 4;
const RTF_REJECT = 0x200;
const ROUTE_WIDTH = 127;

function routeFlags({ gateway, prefix, kind }: RouteLine): number {
  let flags = RTF_UP;
  if (kind === 'unreachable' || kind === 'prohibit') flags |= RTF_REJECT;
  if (gateway !== undefined) flags |= RTF_GATEWAY;
  if (prefix === 32) flags |= RTF_HOST;
  return flags;
}

export function procNetRoute(net: NetAdmin): Bytes {
  const lines = net
    .routes('main')
    .toSorted((a, b) => a.dst - b.dst || b.prefix - a.prefix)
    .map((route) => {
      const dev = route.kind === 'unicast' ? route.dev : '*';
      const fields = [
        dev,
        hexIpv4(route.dst),
        hexIpv4(route.gateway ?? 0),
        hex(routeFlags(route), 4),
        0,
        0,
        route.metric,
      ];
      return `${[...fields, hexIpv4(maskOf(route.prefix)), 0, 0, 0].join('\t').padEnd(ROUTE_WIDTH)}\n`;
    });
  const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
  return `${header.padEnd(ROUTE_WIDTH)}\n${lines.join('')}`;
}

// ── tcp, udp

const TCP_STATES: readonly string[] = [
  '',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
];
const STATE_ALIASES: Readonly<Record<string, string>> = { 'SYN-RECEIVED': 'SYN_RECV', CLOSED: 'CLOSE' };

/** The number of a state however it is spelt: FIN-WAIT-1, FIN_WAIT1. */
function tcpStateNumber(state: string): number {
  const spelt =
    STATE_ALIASES[state.toUpperCase()] ??
    state
      .toUpperCase()
      .replace(/-/g, '_')
      .replace(/_(\d)$/, '$1');
  return Math.max(0, TCP_STATES.indexOf(spelt));
}

const endpoint = ({ ip, port }: { readonly ip: Ipv4; readonly port: number }): string =>
  `${hexIpv4(ip)}:${hex(port, 4)}`;

const socketFields = (one: SocketInfo, state: number): string =>
  `${endpoint(one.local)} ${endpoint(one.remote)} ${hex(state, 2)} ${hex(one.sendQueue, 8)}:${hex(one.recvQueue, 8)} 00:00000000 00000000 ${pad(0, 5)} ${pad(0, 8)} 0`;

const TCP_WIDTH = 149;
const UDP_WIDTH = 127;
const UDP_CLOSE = 7;
const UDP_ESTABLISHED = 1;

export function procNetTcp(sockets: Sockets): Bytes {
  const header = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const lines = sockets
    .list()
    .filter(({ kind }) => kind === 'tcp')
    .map((one, at) => {
      const fields = `${pad(at, 4)}: ${socketFields(one, tcpStateNumber(one.state))} 1 0000000000000000 100 0 0 10 0`;
      return `${fields.padEnd(TCP_WIDTH)}\n`;
    });
  return `${header.padEnd(TCP_WIDTH)}\n${lines.join('')}`;
}

export function procNetUdp(sockets: Sockets): Bytes {
  const header =
    '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops';
  const lines = sockets
    .list()
    .filter(({ kind }) => kind === 'udp')
    .map((one, at) => {
      const state = one.remote.port === 0 ? UDP_CLOSE : UDP_ESTABLISHED;
      return `${`${pad(at, 5)}: ${socketFields(one, state)} 2 0000000000000000 0`.padEnd(UDP_WIDTH)}\n`;
    });
  return `${header.padEnd(UDP_WIDTH)}\n${lines.join('')}`;
}
