// route (net-tools 2.10): the IPv4 routing table, shown and changed by the old ioctls. Leaves out: other families, the
// routing cache (-C), mss, window and irtt of a route.

import type { Sys } from '../../../host/sys.ts';
import type { RouteLine } from '../../../net/contract.ts';
import { maskOf, printIpv4 } from '../../../net/wire/address.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { nameOfAddress } from '../../net/names.ts';
import { absent, row } from '../../option.ts';
import { changeRoute } from './change.ts';
import { INET_USAGE, USAGE } from './usage.ts';

export const route: Command = {
  name: 'route',
  directory: '/usr/sbin',
  summary: { zh: '查看和修改路由表', en: 'Show and change the IP routing table.' },
  options: [
    row('-n, --numeric', "don't resolve names", '不解析名字'),
    row('-N, --symbolic', 'resolve hardware names', '解析硬件名'),
    row('-v, --verbose', 'be verbose', '更详细'),
    row('-e, --extend', 'display other/more information', '更多信息'),
    row('-F, --fib', 'display Forwarding Information Base (default)', '转发表（默认）'),
    absent('-C, --cache', 'display routing cache instead of FIB', '路由缓存'),
    row('-4', 'IPv4', 'IPv4'),
    absent('-6', 'IPv6', 'IPv6'),
    row('-A AF', 'address family', '地址族', ['inet']),
    row('-h, --help', 'display the usage text', '显示用法'),
    row('-V, --version', 'display the version', '显示版本'),
  ],
  operands: (sys, before) => {
    const words = ['add', 'del', '-net', '-host', 'default', 'netmask', 'gw', 'dev', 'metric', 'reject'];
    return before.at(-1) === 'dev' ? sys.net.links().map(({ name }) => name) : words;
  },
  main: runRoute,
};

const USAGE_STATUS = 3;

function* runRoute(sys: Sys, argv: readonly string[]): Program<number> {
  const verb = argv.findIndex((arg, i) => i > 0 && !arg.startsWith('-') && argv[i - 1] !== '-A');
  const options = verb < 0 ? argv : argv.slice(0, verb);
  const opts = yield* getopt(sys, route, options, { hint: USAGE, status: 0 });
  if (typeof opts === 'number') return opts;
  if (opts.has('h') || opts.has('V')) {
    yield* out(sys, opts.has('h') ? USAGE : 'net-tools 2.10\n');
    return 0;
  }
  const family = opts.value('A');
  if (family !== undefined && family !== 'inet') return yield* notHere(sys, 'route', `-A ${family}`);
  if (verb < 0) {
    yield* out(sys, printTable(sys, opts.has('n'), opts.count('e')));
    return 0;
  }
  const word = argv[verb]!;
  if (word === 'add' || word === 'del' || word === 'delete') {
    const result = changeRoute(sys, word === 'add' ? 'add' : 'del', argv.slice(verb + 1));
    if (result === undefined) return 0;
    if ('absent' in result) return yield* notHere(sys, 'route', result.absent);
    yield* err(sys, result.words === undefined ? '' : `${result.words}\n`);
    if (result.usage) yield* err(sys, INET_USAGE);
    return result.status;
  }
  yield* err(sys, word === 'flush' ? "Flushing `inet' routing table not supported\n" : USAGE);
  return USAGE_STATUS;
}

const HEADER = 'Kernel IP routing table\n';
const COLUMNS = [
  'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n',
  'Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n',
  'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface    MSS   Window irtt\n',
];

function printTable(sys: Sys, numeric: boolean, extended: number): string {
  const lines = sys.net.routes('main');
  return (
    HEADER + COLUMNS[Math.min(extended, 2)] + lines.map((line) => printLine(sys, line, numeric, extended)).join('')
  );
}

/** A name for an address: its host name if one is known, 'default' for no address at all. */
function nameOf(sys: Sys, ip: number, numeric: boolean, zero: string): string {
  if (ip === 0) return numeric ? '0.0.0.0' : zero;
  return (numeric ? undefined : nameOfAddress(sys, ip)) ?? printIpv4(ip);
}

function printLine(sys: Sys, line: RouteLine, numeric: boolean, extended: number): string {
  const refused = line.kind === 'unreachable' || line.kind === 'prohibit';
  const flags = refused
    ? `!${line.prefix === 32 ? 'H' : ''}`
    : `U${line.gateway === undefined ? '' : 'G'}${line.prefix === 32 ? 'H' : ''}`;
  const target = nameOf(sys, line.dst, numeric, 'default');
  const gateway = refused ? '-' : nameOf(sys, line.gateway ?? 0, numeric, '0.0.0.0');
  const start = [
    target.padEnd(15),
    gateway.padEnd(15),
    printIpv4(maskOf(line.prefix)).padEnd(15),
    flags.padEnd(5),
  ].join(' ');
  const dev = refused ? '-' : line.kind === 'blackhole' ? '*' : line.dev;
  if (extended === 1) return `${start} ${'0'.padStart(5)} ${'0'.padEnd(6)} ${'0'.padStart(5)} ${dev}\n`;
  const middle = `${String(line.metric).padEnd(6)} ${(refused ? '-' : '0').padEnd(2)} ${'0'.padStart(7)} `;
  if (extended >= 2) return `${start} ${middle}${dev.padEnd(8)} ${'0'.padEnd(5)} ${'0'.padEnd(6)} 0\n`;
  return `${start} ${middle}${dev}\n`;
}
