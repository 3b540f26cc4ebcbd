// The listings of ipvsadm -L and the rules of -S, in printf's widths.

import type { Counters, DestInfo, Rates, ServiceInfo } from '../../../ipvs/control.ts';
import { SCHED_FLAG_1, SCHED_FLAG_2, SCHED_FLAG_3 } from '../../../ipvs/control.ts';
import { printIpv4, type Ipv4 } from '../../../net/wire/address.ts';
import type { PortProtocol, Printer } from './address.ts';

/** Which columns; what comes first here wins when several are asked for. */
export type Columns = 'stats' | 'rate' | 'thresholds' | 'persistent-conn' | 'tun-info' | 'plain';

const HEADERS: Readonly<Record<Columns, string>> = {
  stats: `Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes
  -> RemoteAddress:Port
`,
  rate: `Prot LocalAddress:Port                 CPS    InPPS   OutPPS    InBPS   OutBPS
  -> RemoteAddress:Port
`,
  thresholds: `Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn\x20
  -> RemoteAddress:Port
`,
  'persistent-conn': `Prot LocalAddress:Port            Weight    PersistConn ActiveConn InActConn\x20
  -> RemoteAddress:Port
`,
  'tun-info': `Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward TunnelInfo    Weight ActiveConn InActConn
`,
  plain: `Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
`,
};

export const printHeader = (columns: Columns): string => HEADERS[columns];

export const printTitle = (tableSize: number): string => `IP Virtual Server version 1.2.1 (size=${tableSize})\n`;

export interface Format {
  readonly columns: Columns;
  readonly exact: boolean;
  readonly printer: Printer;
}

/** Widths of names: longer ones are cut, except in rules. */
const NAME_WIDTH = 28;

const left = (value: string | number, width: number): string => String(value).padEnd(width);

const protocolOf = (service: ServiceInfo): PortProtocol | undefined =>
  'mark' in service ? undefined : service.protocol;

export function printService(service: ServiceInfo, format: Format): string {
  const { columns, printer, exact } = format;
  const name = serviceName(service, printer);
  const head =
    columns === 'stats' || columns === 'rate'
      ? left(name, NAME_WIDTH + 5) + counters(columns === 'stats' ? service.stats : service.rates, exact)
      : `${name} ${service.scheduler}${serviceTail(service)}`;
  return `${head}\n${service.dests.map((dest) => printDest(service, dest, format)).join('')}`;
}

function serviceName(service: ServiceInfo, printer: Printer): string {
  if ('mark' in service) return `FWM  ${service.mark | 0}`;
  const name = printer.endpoint(service.address, service.port, service.protocol).slice(0, NAME_WIDTH);
  return `${left(service.protocol.toUpperCase(), 4)} ${name}`;
}

function serviceTail(service: ServiceInfo): string {
  let tail = '';
  if (service.flags !== 0) tail += ` (${flagNames(service)})`;
  if (service.persistentSeconds !== 0) {
    tail += ` persistent ${service.persistentSeconds}`;
    if (service.netmask !== 0xffff_ffff) tail += ` mask ${printIpv4(service.netmask)}`;
  }
  return service.onePacket ? `${tail} ops` : tail;
}

function flagNames({ scheduler, flags }: ServiceInfo): string {
  const names =
    scheduler === 'sh' || scheduler === 'mh'
      ? [`${scheduler}-fallback`, `${scheduler}-port`]
      : ['flag-1', 'flag-2', 'flag-3'];
  return names.filter((_, i) => flags & [SCHED_FLAG_1, SCHED_FLAG_2, SCHED_FLAG_3][i]!).join(',');
}

const FORWARD = { nat: 'Masq', dr: 'Route', tun: 'Tunnel', local: 'Local' };

function printDest(service: ServiceInfo, dest: DestInfo, { columns, exact, printer }: Format): string {
  const name = printer.endpoint(dest.address, dest.port, protocolOf(service)).slice(0, NAME_WIDTH);
  const start = `  -> ${left(name, NAME_WIDTH)}`;
  const conns = `${left(dest.active, 10)} ${left(dest.inactive, 10)}`;
  const forward = left(FORWARD[dest.forwarding], 7);
  switch (columns) {
    case 'stats':
      return `${start}${counters(dest.stats, exact)}\n`;
    case 'rate':
      return `${start}${destRates(dest.rates, exact)}\n`;
    case 'thresholds':
      return `${start} ${left(dest.upperThreshold, 10)} ${left(dest.lowerThreshold, 10)} ${conns}\n`;
    case 'persistent-conn':
      return `${start} ${left(dest.weight, 9)} ${left(dest.persistent, 11)} ${conns}\n`;
    case 'tun-info': {
      const info = left(dest.forwarding === 'tun' ? 'ipip' : 'n/a', 13);
      return `${start} ${forward} ${info} ${left(dest.weight, 6)} ${conns}\n`;
    }
    case 'plain':
      return `${start} ${forward} ${left(dest.weight, 6)} ${conns}\n`;
  }
}

const counters = (values: Counters, exact: boolean): string =>
  [values.connections, values.inPackets, values.outPackets, values.inBytes, values.outBytes]
    .map((value) => large(value, exact))
    .join('');

const destRates = (rates: Rates, exact: boolean): string =>
  [rates.connections, rates.inPackets, rates.outPackets].map((value) => ` ${String(value).padStart(8)}`).join('') +
  large(rates.inBytes, exact) +
  large(rates.outBytes, exact);

/** Nine columns; thousands, millions, … when eight digits do not do. */
function large(value: number, exact: boolean): string {
  const right = (number: number, unit: string) => String(Math.floor(number)).padStart(8) + unit;
  if (exact) return String(value).padStart(Math.max(9, String(value).length + 1));
  if (value < 100e6) return ` ${right(value, '')}`;
  if (value < 1e9) return right(value / 1e3, 'K');
  if (value < 100e9) return right(value / 1e6, 'M');
  if (value < 100e12) return right(value / 1e9, 'G');
  return right(value / 1e12, 'T');
}

// ── Rules

const SERVICE_OPTION = { tcp: '-t', udp: '-u', sctp: '--sctp-service' };
const FORWARD_OPTION = { nat: '-m', dr: '-g', tun: '-i', local: '-g' };

/** The service and its destinations as ipvsadm commands. Thresholds are not among them. */
export function printRules(service: ServiceInfo, printer: Printer): string {
  const name =
    'mark' in service
      ? `-f ${service.mark | 0}`
      : `${SERVICE_OPTION[service.protocol]} ${printer.endpoint(service.address, service.port, service.protocol)}`;
  let rule = `-A ${name} -s ${service.scheduler}`;
  if (service.persistentSeconds !== 0) {
    rule += ` -p ${service.persistentSeconds}`;
    if (service.netmask !== 0xffff_ffff) rule += ` -M ${printIpv4(service.netmask)}`;
  }
  if (service.onePacket) rule += ' -o';
  if (service.flags !== 0) rule += ` -b ${flagNames(service)}`;
  const dests = service.dests.map((dest) => {
    const server = printer.endpoint(dest.address, dest.port, protocolOf(service));
    const tunnel = dest.forwarding === 'tun' ? ' --tun-type ipip' : '';
    return `-a ${name} -r ${server} ${FORWARD_OPTION[dest.forwarding]} -w ${dest.weight}${tunnel}\n`;
  });
  return `${rule}\n${dests.join('')}`;
}

// ── Order

/** Differences are taken as C's int, so addresses far apart come in an order of their own. */
const difference = (a: Ipv4, b: Ipv4): number => (a - b) | 0;

const PROTOCOL_NUMBER = { tcp: 6, udp: 17, sctp: 132 };

function compareServices(a: ServiceInfo, b: ServiceInfo): number {
  const byMark = difference('mark' in a ? a.mark : 0, 'mark' in b ? b.mark : 0);
  if (byMark !== 0 || 'mark' in a || 'mark' in b) return byMark;
  return (
    PROTOCOL_NUMBER[a.protocol] - PROTOCOL_NUMBER[b.protocol] || difference(a.address, b.address) || a.port - b.port
  );
}

const compareDests = (a: DestInfo, b: DestInfo): number => difference(a.address, b.address) || a.port - b.port;

/** glibc's qsort is a merge sort; the comparison is not transitive, so it matters which sort it is. */
function mergeSort<T>(items: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  if (items.length < 2) return items;
  const half = items.length >> 1;
  const a = mergeSort(items.slice(0, half), compare);
  const b = mergeSort(items.slice(half), compare);
  const merged: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) merged.push(compare(a[i]!, b[j]!) <= 0 ? a[i++]! : b[j++]!);
  return [...merged, ...a.slice(i), ...b.slice(j)];
}

export const sortDests = (service: ServiceInfo): ServiceInfo => ({
  ...service,
  dests: mergeSort(service.dests, compareDests),
});

export const sortServices = (services: readonly ServiceInfo[]): readonly ServiceInfo[] =>
  mergeSort(services, compareServices).map(sortDests);
