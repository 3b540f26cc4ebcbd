// uname (GNU coreutils): the kernel's names. As on CentOS 7, processor and hardware platform are known.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { row } from '../../option.ts';
import { quote } from '../../text/input.ts';

export const uname: Command = {
  name: 'uname',
  summary: {
    zh: '显示系统信息',
    en: 'Print certain system information.  With no OPTION, same as -s.',
  },
  options: [
    row('-a, --all', 'print all information', '全部信息'),
    row('-s, --kernel-name', 'print the kernel name', '内核名'),
    row('-n, --nodename', 'print the network node hostname', '主机名'),
    row('-r, --kernel-release', 'print the kernel release', '内核版本'),
    row('-v, --kernel-version', 'print the kernel version', '内核编译信息'),
    row('-m, --machine', 'print the machine hardware name', '硬件名'),
    row('-p, --processor', 'print the processor type (non-portable)', '处理器类型'),
    row('-i, --hardware-platform', 'print the hardware platform (non-portable)', '硬件平台'),
    row('-o, --operating-system', 'print the operating system', '操作系统'),
  ],
  main: runUname,
};

function* runUname(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, uname, argv, { usage: '[OPTION]...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length > 0) return yield* wrongUsage(sys, 'uname', `extra operand ${quote(opts.operands[0]!)}`);
  const { release, version, machine } = sys.kernel;
  const words: readonly (readonly [string, string])[] = [
    ['s', 'Linux'],
    ['n', sys.hostname()],
    ['r', release],
    ['v', version],
    ['m', machine],
    ['p', machine],
    ['i', machine],
    ['o', 'GNU/Linux'],
  ];
  const nothing = opts.given.length === 0;
  const shown = words.filter(([letter]) => opts.has('a') || opts.has(letter) || (nothing && letter === 's'));
  yield* out(sys, `${shown.map(([, word]) => word).join(' ')}\n`);
  return 0;
}
