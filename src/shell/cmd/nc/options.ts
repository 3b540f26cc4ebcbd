// nc's options and texts (OpenBSD netcat, Debian 1.219). The grammar is getopt(3)'s: letters only, operands anywhere.

import type { Option } from '../../command.ts';
import { absent, row } from '../../option.ts';

export const OPTIONS: readonly Option[] = [
  row('-4', 'Use IPv4', '用 IPv4'),
  absent('-6', 'Use IPv6', '用 IPv6'),
  absent('-b', 'Allow broadcast', '允许广播'),
  row('-C', 'Send CRLF as line-ending', '行尾发送 CRLF'),
  absent('-D', 'Enable the debug socket option', '调试选项'),
  row('-d', 'Detach from stdin', '不读标准输入'),
  absent('-F', 'Pass socket fd', '传递套接字'),
  row('-h', 'This help text', '帮助'),
  absent('-I length', 'TCP receive buffer length', '接收缓冲大小'),
  row('-i interval', 'Delay interval for lines sent, ports scanned', '每行、每端口之间的间隔秒数'),
  row('-k', 'Keep inbound sockets open for multiple connects', '一个接一个地接受连接'),
  row('-l', 'Listen mode, for inbound connects', '监听'),
  absent('-M ttl', 'Outgoing TTL / Hop Limit', '发出的 TTL'),
  absent('-m minttl', 'Minimum incoming TTL / Hop Limit', '最小的收到的 TTL'),
  row('-N', 'Shutdown the network socket after EOF on stdin', '标准输入结束后关闭发送方向'),
  row('-n', 'Suppress name/port resolutions', '不查名字'),
  absent('-O length', 'TCP send buffer length', '发送缓冲大小'),
  absent('-P proxyuser', 'Username for proxy authentication', '代理用户名'),
  row('-p port', 'Specify local port for remote connects', '本地端口'),
  row('-q secs', 'quit after EOF on stdin and delay of secs', '标准输入结束后再等几秒退出'),
  row('-r', 'Randomize remote ports', '随机次序扫描端口'),
  absent('-S', 'Enable the TCP MD5 signature option', 'TCP MD5 选项'),
  row('-s sourceaddr', 'Local source address', '源地址', 'address'),
  absent('-T keyword', 'TOS value', 'TOS'),
  absent('-t', 'Answer TELNET negotiation', '应答 TELNET 协商'),
  absent('-U', 'Use UNIX domain socket', 'UNIX 套接字'),
  row('-u', 'UDP mode', 'UDP'),
  absent('-V rtable', 'Specify alternate routing table', '路由表'),
  row('-v', 'Verbose', '显示过程'),
  row('-W recvlimit', 'Terminate after receiving a number of packets', '收到几个报文后结束'),
  row('-w timeout', 'Timeout for connects and final net reads', '连接与等待的秒数'),
  absent('-X proto', 'Proxy protocol: "4", "5" (SOCKS) or "connect"', '代理协议'),
  absent('-x addr[:port]', 'Specify proxy address and port', '代理'),
  absent('-Z', 'DCCP mode', 'DCCP'),
  row('-z', 'Zero-I/O mode [used for scanning]', '只连接、不收发（扫描）'),
];

export const USAGE = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
	  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
	  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
	  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
	  [destination] [port]
`;

const HELP_ROWS: readonly (readonly [string, string])[] = [
  ['4', 'Use IPv4'],
  ['6', 'Use IPv6'],
  ['b', 'Allow broadcast'],
  ['C', 'Send CRLF as line-ending'],
  ['D', 'Enable the debug socket option'],
  ['d', 'Detach from stdin'],
  ['F', 'Pass socket fd'],
  ['h', 'This help text'],
  ['I length', 'TCP receive buffer length'],
  ['i interval', 'Delay interval for lines sent, ports scanned'],
  ['k', 'Keep inbound sockets open for multiple connects'],
  ['l', 'Listen mode, for inbound connects'],
  ['M ttl', 'Outgoing TTL / Hop Limit'],
  ['m minttl', 'Minimum incoming TTL / Hop Limit'],
  ['N', 'Shutdown the network socket after EOF on stdin'],
  ['n', 'Suppress name/port resolutions'],
  ['O length', 'TCP send buffer length'],
  ['P proxyuser', 'Username for proxy authentication'],
  ['p port', 'Specify local port for remote connects'],
  ['q secs', 'quit after EOF on stdin and delay of secs'],
  ['r', 'Randomize remote ports'],
  ['S', 'Enable the TCP MD5 signature option'],
  ['s sourceaddr', 'Local source address'],
  ['T keyword', 'TOS value'],
  ['t', 'Answer TELNET negotiation'],
  ['U', 'Use UNIX domain socket'],
  ['u', 'UDP mode'],
  ['V rtable', 'Specify alternate routing table'],
  ['v', 'Verbose'],
  ['W recvlimit', 'Terminate after receiving a number of packets'],
  ['w timeout', 'Timeout for connects and final net reads'],
  ['X proto', 'Proxy protocol: "4", "5" (SOCKS) or "connect"'],
  ['x addr[:port]', 'Specify proxy address and port'],
  ['Z', 'DCCP mode'],
  ['z', 'Zero-I/O mode [used for scanning]'],
];

const printRow = ([left, words]: readonly [string, string]): string =>
  `\t\t-${left}${left.length < 7 ? '\t\t' : '\t'}${words}\n`;

export const HELP =
  `OpenBSD netcat (Debian patchlevel 1.219-1)\n${USAGE}\tCommand Summary:\n${HELP_ROWS.map(printRow).join('')}` +
  '\tPort numbers can be individual or ranges: lo-hi [inclusive]\n';

export interface Parsed {
  readonly letters: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

export function parseNc(args: readonly string[]): Parsed | { readonly wrong: string } | { readonly refused: string } {
  const letters = new Map<string, string>();
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg);
      continue;
    }
    for (let i = 1; i < arg.length; i++) {
      const option = OPTIONS.find(({ short }) => short === arg[i]);
      if (!option) return { wrong: `nc: invalid option -- '${arg[i]}'\n${USAGE}` };
      if (option.status === 'not here') return { refused: `-${arg[i]}` };
      if (option.arg === undefined) {
        letters.set(arg[i]!, '');
        continue;
      }
      const value = arg.slice(i + 1) || args[++at];
      if (value === undefined) return { wrong: `nc: option requires an argument -- '${arg[i]}'\n${USAGE}` };
      letters.set(arg[i]!, value);
      break;
    }
  }
  return { letters, operands };
}
