// The texts of /proc/net/ip_vs, ip_vs_conn, ip_vs_conn_sync, ip_vs_stats, ip_vs_stats_percpu and ip_vs_app (ip_vs_ctl.c,
// ip_vs_conn.c): addresses and ports in upper-case hexadecimal, services in the kernel's order, destinations newest first.

import { SECOND } from '../base/time.ts';
import type { Conn } from './conn.ts';
import type { Counters, Forwarding } from './control.ts';
import type { Dest } from './dest.ts';
import type { Service } from './service.ts';
import type { IpvsState } from './state.ts';

/** Ticks of the kernel's clock in a second (CONFIG_HZ), in which /proc/net/ip_vs counts persistence. */
const HZ = 100;

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');
const left = (value: string | number, width: number): string => String(value).padEnd(width);

const FORWARD: Readonly<Record<Forwarding, string>> = { nat: 'Masq', dr: 'Route', tun: 'Tunnel', local: 'Local' };

export function printIpVs(ipvs: IpvsState): string {
  let text =
    'IP Virtual Server version 1.2.1 (size=4096)\n' +
    'Prot LocalAddress:Port Scheduler Flags\n' +
    '  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\n';
  for (const service of ipvs.services.all()) text += printService(service) + service.dests.map(printDest).join('');
  return text;
}

function printService({ key, scheduler, onePacket, persistentSeconds, netmask }: Service): string {
  const ops = onePacket ? 'ops ' : '';
  const head =
    'mark' in key
      ? `FWM  ${hex(key.mark, 8)} ${scheduler.name} ${ops}`
      : `${key.protocol.toUpperCase()}  ${hex(key.address, 8)}:${hex(key.port, 4)} ${scheduler.name} ${ops} `;
  return `${head}${persistentSeconds > 0 ? `persistent ${persistentSeconds * HZ} ${hex(netmask, 8)}` : ''}\n`;
}

const printDest = (dest: Dest): string =>
  `  -> ${hex(dest.address, 8)}:${hex(dest.port, 4)}      ${left(FORWARD[dest.forwarding], 7)} ` +
  `${left(dest.weight, 6)} ${left(dest.active, 10)} ${left(dest.inactive, 10)}\n`;

const CONN_HEADER = 'Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       ';

export function printIpVsConn(ipvs: IpvsState): string {
  const rows = Array.from(ipvs.conns.all(), (conn) => `${connStart(conn)} ${expires(conn, ipvs).padStart(7)}\n`);
  return `${CONN_HEADER}Expires PEName PEData\n${rows.join('')}`;
}

export function printIpVsConnSync(ipvs: IpvsState): string {
  const rows = Array.from(ipvs.conns.all(), (conn) => `${connStart(conn)} LOCAL  ${expires(conn, ipvs).padStart(7)}\n`);
  return `${CONN_HEADER}Origin Expires\n${rows.join('')}`;
}

function connStart(conn: Conn): string {
  const { protocol, client, virtual, dest } = conn.name;
  const ends = [client, virtual, dest].map(({ ip, port }) => `${hex(ip, 8)} ${hex(port, 4)}`);
  return `${left(protocol.toUpperCase(), 3)} ${ends.join(' ')} ${left(conn.stateName, 11)}`;
}

const expires = (conn: Conn, { ip }: IpvsState): string =>
  String(Math.max(0, Math.floor((conn.expiresUs - ip.sim.nowUs) / SECOND)));

const STATS_WIDTHS = [8, 8, 8, 16, 16];

const columns = ({ connections, inPackets, outPackets, inBytes, outBytes }: Counters): string =>
  [connections, inPackets, outPackets, inBytes, outBytes]
    .map((value, i) => value.toString(16).toUpperCase().padStart(STATS_WIDTHS[i]!))
    .join(' ');

const RATES_HEADER = ' Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n';

export function printIpVsStats({ total, ip }: IpvsState): string {
  const { nowUs } = ip.sim;
  return (
    '   Total Incoming Outgoing         Incoming         Outgoing\n' +
    '   Conns  Packets  Packets            Bytes            Bytes\n' +
    `${columns(total.counters(nowUs))}\n\n${RATES_HEADER}${columns(total.rates(nowUs))}\n`
  );
}

/** One CPU, whose row is live; the row ~ is the estimator's snapshot. */
export function printIpVsStatsPercpu({ total, ip }: IpvsState): string {
  const { nowUs } = ip.sim;
  return (
    '       Total Incoming Outgoing         Incoming         Outgoing\n' +
    'CPU    Conns  Packets  Packets            Bytes            Bytes\n' +
    `  0 ${columns(total.liveCounters())}\n  ~ ${columns(total.counters(nowUs))}\n\n` +
    `    ${RATES_HEADER}    ${columns(total.rates(nowUs))}\n`
  );
}

/** Application helpers (FTP): none. */
export const printIpVsApp = (): string => 'prot port    usecnt name\n';
