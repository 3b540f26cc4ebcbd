// arp (net-tools 2.10): the neighbour table in the old tool's words. Leaves out: published entries (pub, -D), entries from a
// file (-f), other hardware than Ethernet.

import { strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { NeighbourInfo } from '../../../net/contract.ts';
import { parseMac, printIpv4, printMac, type Ipv4 } from '../../../net/wire/address.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { nameOfAddress, resolveHost, resolverWords } from '../../net/names.ts';
import { absent, row } from '../../option.ts';
import { USAGE } from './usage.ts';

export const arp: Command = {
  name: 'arp',
  directory: '/usr/sbin',
  summary: { zh: '查看和修改 ARP 缓存', en: 'Show and change the ARP cache.' },
  options: [
    row('-a, --all', 'display (all) hosts in alternative (BSD) style', '以 BSD 格式显示'),
    row('-e', 'display (all) hosts in default (Linux) style', '以 Linux 格式显示（默认）'),
    row('-s, --set', 'set a new ARP entry', '添加静态表项'),
    row('-d, --delete', 'delete a specified entry', '删除表项'),
    row('-v, --verbose', 'be verbose', '更详细'),
    row('-n, --numeric', "don't resolve names", '不解析名字'),
    row('-i, --device=IF', 'specify network interface (e.g. eth0)', '指定接口', 'device'),
    absent('-D, --use-device', 'read <hwaddr> from given device', '用接口的硬件地址'),
    row('-A, --protocol=AF', 'specify protocol family', '协议族', ['inet']),
    row('-p AF', 'specify protocol family', '协议族', ['inet']),
    absent('-f, --file=FILE', 'read new entries from file or from /etc/ethers', '从文件读表项'),
    row('-H, --hw-type=HW', 'specify hardware address type', '硬件类型', ['ether']),
    row('-t HW', 'specify hardware address type', '硬件类型', ['ether']),
    row('-h, --help', 'display the usage text', '显示用法'),
    row('-V, --version', 'display the version', '显示版本'),
  ],
  operands: 'address',
  main: runArp,
};

const FAILED = 255;

function* fail(sys: Sys, words: string, status = FAILED): Program<number> {
  yield* err(sys, `${words}\n`);
  return status;
}

function* runArp(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, arp, argv, { hint: USAGE, status: 3 });
  if (typeof opts === 'number') return opts;
  if (opts.has('h') || opts.has('V')) {
    yield* out(sys, opts.has('h') ? USAGE : 'net-tools 2.10\n');
    return opts.has('h') ? 3 : 0;
  }
  const hardware = opts.value('H') ?? opts.value('t') ?? 'ether';
  if (hardware !== 'ether') return yield* fail(sys, `arp: ${hardware}: unknown hardware type.`);
  const action = opts.last('sd');
  if (action === 's') return yield* set(sys, opts);
  if (action === 'd') return yield* del(sys, opts);
  return yield* show(sys, opts);
}

/** Neighbours as /proc/net/arp lists them: not those without any use (NONE), nor NOARP ones. */
function entries(sys: Sys): readonly NeighbourInfo[] {
  return sys.net.neighbours().filter(({ state }) => state !== 'NONE' && state !== 'NOARP');
}

const isComplete = ({ state, mac }: NeighbourInfo): boolean =>
  mac !== undefined && state !== 'INCOMPLETE' && state !== 'FAILED';

const HEADER = 'Address                  HWtype  HWaddress           Flags Mask            Iface\n';

function* show(sys: Sys, opts: Parsed): Program<number> {
  const operand = opts.operands[0];
  let wanted: Ipv4 | undefined;
  if (operand !== undefined) {
    wanted = resolveHost(sys, operand);
    if (wanted === undefined) return yield* fail(sys, `${operand}: ${resolverWords(operand)}`);
  }
  const all = entries(sys);
  const device = opts.value('i');
  const shown = all.filter(({ dev, ip }) => (device === undefined || dev === device) && (wanted ?? ip) === ip);
  const bsd = opts.has('a') && !opts.has('e');
  const lines = shown.map((entry) =>
    bsd ? printBsd(sys, entry, opts.has('n')) : printLinux(sys, entry, opts.has('n')),
  );
  yield* out(sys, (bsd || shown.length === 0 ? '' : HEADER) + lines.join(''));
  if (opts.has('v'))
    yield* out(sys, `Entries: ${all.length}\tSkipped: ${all.length - shown.length}\tFound: ${shown.length}\n`);
  if (shown.length > 0) return 0;
  if (operand !== undefined) yield* out(sys, `${operand} (${printIpv4(wanted!)}) -- no entry\n`);
  else if (device !== undefined) yield* out(sys, `arp: in ${all.length} entries no match found.\n`);
  return 0;
}

function printLinux(sys: Sys, entry: NeighbourInfo, numeric: boolean): string {
  const name = (numeric ? undefined : nameOfAddress(sys, entry.ip)) ?? printIpv4(entry.ip);
  if (!isComplete(entry)) return `${name.padEnd(23)}  ${''.padEnd(7)} ${'(incomplete)'.padEnd(41)} ${entry.dev}\n`;
  const flags = entry.state === 'PERMANENT' ? 'CM' : 'C';
  return `${name.padEnd(23)}  ${'ether'.padEnd(7)} ${printMac(entry.mac!).padEnd(19)} ${flags.padEnd(21)} ${entry.dev}\n`;
}

function printBsd(sys: Sys, entry: NeighbourInfo, numeric: boolean): string {
  const name = (numeric ? undefined : nameOfAddress(sys, entry.ip)) ?? '?';
  const at = isComplete(entry) ? `${printMac(entry.mac!)} [ether]` : '<incomplete>';
  return `${name} (${printIpv4(entry.ip)}) at ${at}${entry.state === 'PERMANENT' ? ' PERM' : ''} on ${entry.dev}\n`;
}

function* readHost(sys: Sys, text: string | undefined): Program<{ readonly ip: Ipv4 } | number> {
  if (text === undefined) return yield* fail(sys, 'arp: need host name');
  const ip = resolveHost(sys, text);
  return ip === undefined ? yield* fail(sys, `${text}: ${resolverWords(text)}`) : { ip };
}

function* set(sys: Sys, opts: Parsed): Program<number> {
  const host = yield* readHost(sys, opts.operands[0]);
  if (typeof host === 'number') return host;
  const hardware = opts.operands[1];
  if (hardware === undefined) return yield* fail(sys, 'arp: need hardware address');
  const mac = parseMac(hardware);
  if (mac === undefined) return yield* fail(sys, 'arp: invalid hardware address');
  const words = opts.operands.slice(2);
  if (words.includes('pub')) return yield* notHere(sys, 'arp', 'pub');
  const device = opts.value('i') ?? deviceTo(sys, host.ip);
  if (device === undefined) return yield* fail(sys, 'SIOCSARP: Network is unreachable');
  const state = words.includes('temp') ? 'STALE' : 'PERMANENT';
  const refused = sys.net.setNeighbour(device, host.ip, mac, state);
  return refused ? yield* fail(sys, `SIOCSARP: ${strerror(refused)}`) : 0;
}

/** By which device an address is reached (arp_req_set asks the routes). */
function deviceTo(sys: Sys, ip: Ipv4): string | undefined {
  const routed = sys.net.routeTo(ip);
  return routed.found ? routed.route.dev : undefined;
}

function* del(sys: Sys, opts: Parsed): Program<number> {
  const host = yield* readHost(sys, opts.operands[0]);
  if (typeof host === 'number') return host;
  const device = opts.value('i') ?? deviceTo(sys, host.ip);
  if (device === undefined) return yield* fail(sys, 'SIOCDARP(dontpub): Network is unreachable');
  const refused = sys.net.delNeighbour(device, host.ip);
  if (!refused) return 0;
  if (refused.errno === 'ENOENT') return yield* fail(sys, `No ARP entry for ${opts.operands[0]}`);
  return yield* fail(sys, `SIOCDARP(dontpub): ${strerror(refused)}`);
}
