// ifconfig (net-tools 2.10): shows interfaces and their aliases, and changes them. Leaves out: IPv6 and other families, -arp,
// allmulti, multicast, point-to-point addresses, renaming.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { row } from '../../option.ts';
import { Changer } from './change.ts';
import { interfaceOf, interfaces, printLong, printShort, SHORT_HEADER, type Interface } from './show.ts';
import { USAGE } from './usage.ts';

const WORDS = ['up', 'down', 'netmask', 'broadcast', 'add', 'del', 'mtu', 'hw', 'promisc', '-promisc', 'txqueuelen'];

export const ifconfig: Command = {
  name: 'ifconfig',
  directory: '/usr/sbin',
  summary: { zh: '查看和设置网络接口', en: 'Show and configure network interfaces.' },
  options: [
    row('-a', 'display all interfaces, even those that are down', '显示所有接口，包括未启用的'),
    row('-s', 'display a short list (like netstat -i)', '简短列表'),
    row('-v', 'be more verbose', '更详细'),
    row('-h, --help', 'display the usage text', '显示用法'),
    row('-V, --version', 'display the version', '显示版本'),
  ],
  operands: (sys, before) =>
    before.filter((word) => !word.startsWith('-')).length === 0 ? interfaces(sys.net).map(({ name }) => name) : WORDS,
  main: runIfconfig,
};

const USAGE_STATUS = 3;

function* runIfconfig(sys: Sys, argv: readonly string[]): Program<number> {
  let all = false;
  let short = false;
  let at = 1;
  for (; at < argv.length && argv[at]!.startsWith('-'); at++) {
    const option = argv[at]!;
    if (option === '-a') all = true;
    else if (option === '-s') short = true;
    else if (option === '-V' || option === '-version' || option === '--version') {
      yield* out(sys, 'net-tools 2.10\n');
      return 0;
    } else if (option === '-h' || option === '-help' || option === '--help' || option === '-?') {
      yield* out(sys, USAGE);
      return 0;
    } else if (option !== '-v') {
      yield* err(sys, `ifconfig: option \`${option}' not recognised.\nifconfig: \`--help' gives usage information.\n`);
      return 1;
    }
  }
  const name = argv[at];
  const words = argv.slice(at + 1);
  if (name === undefined)
    return yield* show(
      sys,
      interfaces(sys.net).filter(({ link }) => all || link.up),
      short,
    );
  if (words.length > 0) return yield* change(sys, name, words);
  const found = interfaceOf(sys.net, name);
  if (found) return yield* show(sys, [found], short);
  yield* err(sys, `${name}: error fetching interface information: Device not found\n`);
  return 1;
}

function* show(sys: Sys, shown: readonly Interface[], short: boolean): Program<number> {
  yield* out(sys, short ? SHORT_HEADER + shown.map(printShort).join('') : shown.map(printLong).join(''));
  return 0;
}

function* change(sys: Sys, name: string, words: readonly string[]): Program<number> {
  let status = 0;
  for (const outcome of new Changer(sys, name, words).run()) {
    if (outcome === undefined) continue;
    if (outcome === 'usage') {
      yield* err(sys, USAGE);
      return USAGE_STATUS;
    }
    if ('absent' in outcome) return yield* notHere(sys, 'ifconfig', outcome.absent);
    yield* err(sys, `${outcome.words}\n`);
    if (outcome.status !== 0) status = outcome.status;
  }
  return status;
}
