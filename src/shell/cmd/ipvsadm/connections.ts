// ipvsadm -L -c: connection entries and templates, one a line.

import { SECOND } from '../../../base/time.ts';
import type { ConnInfo } from '../../../ipvs/control.ts';
import { printIpv4 } from '../../../net/wire/address.ts';
import type { Printer } from './address.ts';

const HEADER = 'IPVS connection entries\npro expire state       source             virtual            destination';

export function printConnections(
  connections: readonly ConnInfo[],
  nowUs: number,
  printer: Printer,
  engines: boolean,
): string {
  const header = engines ? `${HEADER}        pe name          pe_data` : HEADER;
  return `${header}\n${connections.map((conn) => printConnection(conn, nowUs, printer)).join('')}`;
}

function printConnection(conn: ConnInfo, nowUs: number, printer: Printer): string {
  const protocol = conn.protocol === 'ip' ? undefined : conn.protocol;
  const end = ({ ip, port }: ConnInfo['client']) => printer.endpoint(ip, port, protocol);
  const virtual = protocol === undefined ? `${printIpv4(conn.virtual.ip)}:${conn.virtual.port}` : end(conn.virtual);
  const fields = [
    conn.protocol.toUpperCase().padEnd(3),
    printExpiry(Math.max(0, conn.expiresUs - nowUs)).padEnd(6),
    conn.state.padEnd(11),
    end(conn.client).padEnd(18),
    virtual.padEnd(18),
    end(conn.dest),
  ];
  return `${fields.join(' ')}\n`;
}

function printExpiry(leftUs: number): string {
  const seconds = Math.floor(leftUs / SECOND);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
