// How ifconfig (net-tools 2.10) prints an interface, long and short (-s).

import type { AddressInfo, LinkInfo, NetAdmin } from '../../../net/contract.ts';
import { maskOf, printIpv4, printMac } from '../../../net/wire/address.ts';

/** A device, or an alias of one (`eth0:1`). */
export interface Interface {
  readonly name: string;
  readonly link: LinkInfo;
  readonly address: AddressInfo | undefined;
}

/** What a name means to the old ioctls: the device before the colon, and the address that carries the whole name. */
export function interfaceOf(net: NetAdmin, name: string): Interface | undefined {
  const link = net.link(name.split(':')[0]!);
  return link && { name, link, address: net.addresses().find(({ label }) => label === name) };
}

/** Devices and the aliases on them, by name. */
export function interfaces(net: NetAdmin): Interface[] {
  const names = new Set(net.links().map(({ name }) => name));
  for (const { label } of net.addresses()) names.add(label);
  return [...names].flatMap((name) => interfaceOf(net, name) ?? []).sort((a, b) => compareNames(a.name, b.name));
}

/** eth2 before eth10, and a device before its aliases. */
function compareNames(a: string, b: string): number {
  const split = (name: string) => /^(.*?)(\d*)(?::(.*))?$/.exec(name)!;
  const [, x = '', n, p = ''] = split(a);
  const [, y = '', m, q = ''] = split(b);
  const text = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return text(x, y) || Number(n) - Number(m) || p.length - q.length || text(p, q);
}

const FLAGS = [
  [1, 'UP'],
  [2, 'BROADCAST'],
  [8, 'LOOPBACK'],
  [64, 'RUNNING'],
  [128, 'NOARP'],
  [256, 'PROMISC'],
  [4096, 'MULTICAST'],
] as const;

export function flagsOf(link: LinkInfo): number {
  const kind = { loopback: 8, ethernet: 2 + 4096, ipip: 128 }[link.kind];
  const on = (link.up ? 1 : 0) | (link.running ? 64 : 0) | (link.noArp ? 128 : 0) | (link.promiscuous ? 256 : 0);
  return kind | on;
}

const HARDWARE = {
  loopback: ['loop', 'Local Loopback'],
  ethernet: ['ether', 'Ethernet'],
  ipip: ['tunnel', 'IPIP Tunnel'],
} as const;

export function printLong({ name, link, address }: Interface): string {
  const flags = flagsOf(link);
  const names = FLAGS.filter(([bit]) => flags & bit).map(([, word]) => word);
  let text = `${name}: flags=${flags}<${names.join(',')}>  mtu ${link.mtu}\n`;
  if (address) {
    text += `        inet ${printIpv4(address.ip)}  netmask ${printIpv4(maskOf(address.prefix))}`;
    if (link.kind === 'ethernet') text += `  broadcast ${printIpv4(address.broadcast ?? 0)}`;
    text += '\n';
  }
  const [type, title] = HARDWARE[link.kind];
  // A tunnel's hardware address is an empty text.
  const mac = link.kind === 'ethernet' ? ` ${printMac(link.mac)}` : link.kind === 'ipip' ? ' ' : '';
  text += `        ${type}${mac}  txqueuelen ${link.txQueueLength}  (${title})\n`;
  return `${text}${name.includes(':') ? '' : printStats(link)}\n`;
}

function printStats({ stats }: LinkInfo): string {
  return (
    `        RX packets ${stats.rxPackets}  bytes ${stats.rxBytes} (${printBytes(stats.rxBytes)})\n` +
    `        RX errors 0  dropped ${stats.rxDropped}  overruns 0  frame 0\n` +
    `        TX packets ${stats.txPackets}  bytes ${stats.txBytes} (${printBytes(stats.txBytes)})\n` +
    `        TX errors 0  dropped ${stats.txDropped} overruns 0  carrier 0  collisions 0\n`
  );
}

function printBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let power = 0;
  while (power < units.length - 1 && bytes > 1024 ** (power + 1)) power++;
  const tenths = Math.floor((bytes * 10) / 1024 ** power);
  return `${Math.floor(tenths / 10)}.${tenths % 10} ${units[power]}`;
}

export const SHORT_HEADER = 'Iface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n';

export function printShort({ name, link }: Interface): string {
  const flags = flagsOf(link);
  const letters = [
    [2, 'B'],
    [8, 'L'],
    [4096, 'M'],
    [128, 'O'],
    [256, 'P'],
    [64, 'R'],
    [1, 'U'],
  ] as const;
  const shown = letters.filter(([bit]) => flags & bit).map(([, letter]) => letter);
  const start = `${name.padEnd(16)} ${String(link.mtu).padStart(4)}`;
  if (name.includes(':')) return `${start}      - no statistics available -                        ${shown.join('')}\n`;
  const { stats } = link;
  const number = (n: number, width: number) => ` ${String(n).padStart(width)}`;
  const received = `${number(stats.rxPackets, 8)}${number(0, 6)}${number(stats.rxDropped, 6)} ${'0'.padEnd(6)}`;
  const sent = `${number(stats.txPackets, 8)}${number(0, 6)}${number(stats.txDropped, 6)}${number(0, 6)}`;
  return `${start}${received}${sent} ${shown.join('')}\n`;
}
