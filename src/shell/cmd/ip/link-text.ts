// How ip prints a device: the header line, the link-layer line, statistics.

import type { LinkInfo } from '../../../net/contract.ts';
import { printMac } from '../../../net/wire/address.ts';

export function flagsText(link: LinkInfo): string {
  const words: string[] = [];
  if (link.up && !link.running) words.push('NO-CARRIER');
  if (link.kind === 'loopback') words.push('LOOPBACK');
  if (link.kind === 'ethernet') words.push('BROADCAST', 'MULTICAST');
  if (link.noArp || link.kind === 'ipip') words.push('NOARP');
  if (link.promiscuous) words.push('PROMISC');
  if (link.up) words.push('UP');
  if (link.running) words.push('LOWER_UP');
  return words.join(',');
}

export const stateText = (link: LinkInfo): string =>
  !link.running ? 'DOWN' : link.kind === 'ethernet' ? 'UP' : 'UNKNOWN';

/** A tunnel that has no device below it says so. */
export const shownName = (link: LinkInfo): string => (link.kind === 'ipip' ? `${link.name}@NONE` : link.name);

/** `mode`: ip link shows it, ip address does not. */
export function headerText(link: LinkInfo, mode: boolean): string {
  const queue = link.kind === 'ipip' && !link.up ? 'noop' : 'noqueue';
  return (
    `${link.index}: ${shownName(link)}: <${flagsText(link)}> mtu ${link.mtu} qdisc ${queue} state ${stateText(link)} ` +
    `${mode ? 'mode DEFAULT ' : ''}group default qlen ${link.txQueueLength}`
  );
}

export function linkLayerText(link: LinkInfo): string {
  switch (link.kind) {
    case 'loopback':
      return 'link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00';
    case 'ethernet':
      return `link/ether ${printMac(link.mac)} brd ff:ff:ff:ff:ff:ff`;
    case 'ipip':
      return 'link/ipip 0.0.0.0 brd 0.0.0.0';
  }
}

export const linkAddress = (link: LinkInfo): string =>
  link.kind === 'ipip' ? '0.0.0.0' : link.kind === 'loopback' ? '00:00:00:00:00:00' : printMac(link.mac);

const HEADS = [
  ['RX:', 'bytes', 'packets', 'errors', 'dropped', 'missed', 'mcast'],
  ['TX:', 'bytes', 'packets', 'errors', 'dropped', 'carrier', 'collsns'],
] as const;
/** The narrowest the columns are: "*X errors:", packets, errors, dropped, heartbt, overrun, compressed. */
const WIDTHS = [10, 7, 6, 7, 7, 7];
const LAST_WIDTH = 10;

/** The lines of -s, each behind `gap`. */
export function statsText({ stats }: LinkInfo, gap: string): string {
  const rows = [
    [stats.rxBytes, stats.rxPackets, 0, stats.rxDropped, 0, 0],
    [stats.txBytes, stats.txPackets, 0, stats.txDropped, 0, 0],
  ];
  const widths = WIDTHS.map((width, i) => Math.max(width, ...rows.map((row) => String(row[i]).length)));
  return rows
    .map((row, i) => {
      const [name, ...titles] = HEADS[i]!;
      const head = titles.map((title, k) => title.padStart(k === 0 ? widths[0]! - name.length : widths[k]!));
      const numbers = row.map((n, k) => String(n).padStart(widths[k]!)).join(' ');
      return `${gap}    ${name}${head.join(' ')} ${''.padStart(LAST_WIDTH)}${gap}    ${numbers} `;
    })
    .join('');
}
