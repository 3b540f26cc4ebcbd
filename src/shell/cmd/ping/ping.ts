// ping (iputils 20221126) over a raw ICMP socket: its lines, its statistics, its statuses. Leaves out: IPv6, record route and
// timestamps (-R, -T), marks, type of service, socket options.

import type { Sys } from '../../../host/sys.ts';
import { printIpv4, type Ipv4 } from '../../../net/wire/address.ts';
import type { Program } from '../../../sim/process.ts';
import { strerror } from '../../../base/errno.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, type Parsed } from '../../getopt.ts';
import { inetAton, nameOfAddress } from '../../net/names.ts';
import { absent, row } from '../../option.ts';
import { Pinger, type PingOptions } from './pinger.ts';
import { USAGE } from './usage.ts';

export const ping: Command = {
  name: 'ping',
  summary: { zh: '用 ICMP 回显测试连通', en: 'Send ICMP echo requests to a host.' },
  options: [
    row('-a', 'use audible ping', '收到回应时响铃'),
    row('-A', 'use adaptive ping', '按往返时间调整间隔'),
    row('-b', 'allow pinging broadcast', '允许 ping 广播地址'),
    absent('-B', 'sticky source address', '固定源地址'),
    row('-c COUNT', 'stop after COUNT replies', '收发 COUNT 次后停止'),
    absent('-C', 'call connect() syscall on socket creation', '建立套接字时连接'),
    row('-D', 'print timestamps', '显示时间戳'),
    absent('-d', 'use SO_DEBUG socket option', 'SO_DEBUG'),
    absent('-e IDENTIFIER', 'define identifier for ping session', '会话标识'),
    row('-f', 'flood ping', '洪泛'),
    row('-h', 'print help and exit', '显示用法'),
    row('-I INTERFACE', 'either interface name or address', '接口名或源地址', 'device'),
    row('-i INTERVAL', 'seconds between sending each packet', '发送间隔（秒）'),
    absent('-L', 'suppress loopback of multicast packets', '不回送组播'),
    row('-l PRELOAD', 'send PRELOAD number of packages while waiting replies', '先连发 PRELOAD 个'),
    absent('-m MARK', 'tag the packets going out', '给包打标记'),
    row('-M PMTUD', 'define mtu discovery, can be one of do, dont, want', '路径 MTU 发现', ['do', 'dont', 'want']),
    row('-n', 'no dns name resolution', '不解析名字'),
    row('-O', 'report outstanding replies', '报告未到的回应'),
    row('-p PATTERN', 'contents of padding byte', '填充内容'),
    row('-q', 'quiet output', '只显示统计'),
    absent('-Q TCLASS', 'use quality of service TCLASS bits', '服务类型'),
    row('-s SIZE', 'use SIZE as number of data bytes to be sent', '数据字节数'),
    absent('-S SIZE', 'use SIZE as SO_SNDBUF socket option value', '发送缓冲'),
    row('-t TTL', 'define time to live', 'TTL'),
    absent('-U', 'print user-to-user latency', '用户到用户的延迟'),
    absent('-v', 'verbose output', '更详细'),
    row('-V', 'print version and exit', '显示版本'),
    row('-w DEADLINE', 'stop after DEADLINE seconds', '总时限（秒）'),
    row('-W TIMEOUT', 'time to wait for response', '等回应的时间（秒）'),
    row('-4', 'use IPv4', '用 IPv4'),
    absent('-6', 'use IPv6', '用 IPv6'),
    absent('-R', 'record route', '记录路由'),
    absent('-T TIMESTAMP', 'define timestamp', '时间戳选项'),
  ],
  operands: 'host',
  main: runPing,
};

const WRONG_USAGE = 1;
const FAILED = 2;

function* fail(sys: Sys, argv: readonly string[], words: string, status = FAILED): Program<number> {
  yield* err(sys, `${argv[0]}: ${words}\n`);
  return status;
}

function* runPing(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, ping, argv, { hint: USAGE, status: FAILED, help: USAGE });
  if (typeof opts === 'number') return opts;
  if (opts.has('h') || opts.has('V')) {
    const version =
      'ping from iputils 20221126\nlibcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes\n';
    yield* out(sys, opts.has('V') ? version : USAGE);
    return opts.has('V') ? 0 : FAILED;
  }
  const wrong = checkNumbers(opts);
  if (wrong) return yield* fail(sys, argv, wrong.words, wrong.status);
  const target = opts.operands.at(-1);
  if (target === undefined) return yield* fail(sys, argv, 'usage error: Destination address required', WRONG_USAGE);
  const numeric = inetAton(target);
  const found = numeric ?? sys.resolve(target);
  if (found === undefined) return yield* fail(sys, argv, `${target}: Temporary failure in name resolution`);
  const dst = found === 0 ? 0x7f000001 : found;
  const source = readSource(sys, opts.value('I'));
  if ('wrong' in source) return yield* fail(sys, argv, source.wrong);
  const routed = sys.net.routeTo(dst, {
    ...(source.src === undefined ? {} : { src: source.src }),
    ...(source.dev === undefined ? {} : { oif: source.dev }),
  });
  if (!routed.found) return yield* fail(sys, argv, `connect: ${strerror(routed.errno)}`);
  if (routed.route.kind === 'broadcast') {
    if (!opts.has('b'))
      return yield* fail(sys, argv, 'Do you want to ping broadcast? Then -b. If not, check your local firewall rules');
    yield* err(sys, 'WARNING: pinging broadcast address\n');
  }
  const options: PingOptions = {
    ...readOptions(opts),
    program: argv[0]!,
    dst,
    shown: target,
    nameOf: (ip) => nameFor(sys, ip, opts.has('n') || numeric !== undefined),
    ...(source.src === undefined ? {} : { src: source.src }),
    ...(source.dev === undefined ? {} : { dev: source.dev }),
  };
  const shownSource = opts.has('I') ? ` from ${printIpv4(source.src ?? routed.source)} ${source.dev ?? ''}:` : '';
  if (opts.has('p')) yield* out(sys, `PATTERN: 0x${options.pattern}\n`);
  yield* out(
    sys,
    `PING ${target} (${printIpv4(dst)})${shownSource} ${options.size}(${options.size + 28}) bytes of data.\n`,
  );
  return yield* new Pinger(sys, options).run();
}

function nameFor(sys: Sys, ip: Ipv4, numeric: boolean): string {
  const name = numeric ? undefined : nameOfAddress(sys, ip);
  return name === undefined ? printIpv4(ip) : `${name} (${printIpv4(ip)})`;
}

function readSource(sys: Sys, text: string | undefined): { src?: Ipv4; dev?: string } | { readonly wrong: string } {
  if (text === undefined) return {};
  const src = inetAton(text);
  if (src === undefined)
    return sys.net.link(text) ? { dev: text } : { wrong: `SO_BINDTODEVICE ${text}: No such device` };
  return sys.net.addresses().some(({ ip }) => ip === src)
    ? { src }
    : { wrong: 'bind: Cannot assign requested address' };
}

const RANGES: Readonly<Record<string, readonly [number, number, string]>> = {
  c: [1, Infinity, '9223372036854775807'],
  l: [1, 65_536, '65536'],
  s: [0, 2_147_483_647, '2147483647'],
  t: [0, 255, '255'],
  w: [0, 2_147_483_647, '2147483647'],
};

function checkNumbers(opts: Parsed): { readonly words: string; readonly status: number } | undefined {
  for (const [key, [least, most, shown]] of Object.entries(RANGES)) {
    const text = opts.value(key);
    if (text === undefined) continue;
    if (!/^[ \t]*[-+]?\d+$/.test(text)) return { words: `invalid argument: '${text}'`, status: WRONG_USAGE };
    if (Number(text) < least || Number(text) > most)
      return { words: `invalid argument: '${text}': out of range: ${least} <= value <= ${shown}`, status: WRONG_USAGE };
  }
  for (const key of ['i', 'W']) {
    const text = opts.value(key);
    if (text !== undefined && !/^\d*\.?\d+$|^\d+\.$/.test(text))
      return { words: `option argument contains garbage: ${text}`, status: FAILED };
  }
  const pmtu = opts.value('M');
  if (pmtu !== undefined && !['do', 'dont', 'want'].includes(pmtu))
    return { words: `invalid -M argument: ${pmtu}`, status: FAILED };
  const pattern = opts.value('p');
  if (pattern !== undefined && !/^[0-9a-f]+$/i.test(pattern))
    return { words: 'patterns must be specified as hex digits', status: FAILED };
  return undefined;
}

const DEFAULT_SIZE = 56;
const DEFAULT_LINGER_SECONDS = 10;

function readOptions(opts: Parsed): Omit<PingOptions, 'program' | 'dst' | 'shown' | 'nameOf'> {
  const number = (key: string) => (opts.has(key) ? Number(opts.value(key)) : undefined);
  const flood = opts.has('f');
  return {
    count: number('c'),
    intervalUs: Math.round((number('i') ?? (flood ? 0 : 1)) * 1e6),
    size: number('s') ?? DEFAULT_SIZE,
    ttl: number('t'),
    deadlineUs: number('w') ? Math.round(number('w')! * 1e6) : undefined,
    lingerUs: Math.round((number('W') || DEFAULT_LINGER_SECONDS) * 1e6),
    preload: number('l') ?? 1,
    quiet: opts.has('q'),
    flood,
    adaptive: opts.has('A'),
    audible: opts.has('a'),
    timestamps: opts.has('D'),
    outstanding: opts.has('O'),
    dontFragment: opts.value('M') !== 'dont',
    strictMtu: opts.value('M') === 'do',
    pattern: opts.value('p')?.toLowerCase(),
  };
}
