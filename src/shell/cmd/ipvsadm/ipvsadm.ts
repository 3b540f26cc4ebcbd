// ipvsadm 1.31, administration of the IP virtual server. Left out, refused by name: IPv6, persistence engines, GUE and GRE
// tunnels, starting the sync daemons (so none ever runs, and listing and stopping them says so).

import { errno, isErrno, type Errno } from '../../../base/errno.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { Program } from '../../../sim/process.ts';
import type { Sys } from '../../../host/sys.ts';
import { err, out, type Command } from '../../command.ts';
import { Printer } from './address.ts';
import { printConnections } from './connections.ts';
import { absent, fail, Failure, tryHelp } from './failure.ts';
import { HELP, VERSION } from './help.ts';
import {
  printHeader,
  printRules,
  printService,
  printTitle,
  sortDests,
  sortServices,
  type Columns,
  type Format,
} from './list.ts';
import { OPTIONS } from './options.ts';
import { destConfig, destKey, parseLine, serviceConfig, serviceKey, type Line } from './parse.ts';
import { describe, type Operation } from './words.ts';

function* main(sys: Sys, argv: readonly string[]): Program<number> {
  if (argv.length < 2) {
    yield* out(sys, listAll(sys, { columns: 'plain', exact: false, printer: new Printer(sys, false) }, true));
    return 0;
  }
  return (yield* runLine(sys, argv, false)).status;
}

/** One command line, from the shell or from a restore. `stop`: the program would have ended here. */
function* runLine(
  sys: Sys,
  argv: readonly string[],
  restoring: boolean,
): Program<{ readonly status: number; readonly stop: boolean }> {
  try {
    const line = parseLine(sys, argv);
    if (line.command === 'restore') {
      if (restoring) tryHelp(argv[0]!);
      return { status: yield* restore(sys, argv[0]!, yield* readAll(sys)), stop: false };
    }
    yield* out(sys, execute(sys, line));
    return { status: 0, stop: line.command === 'help' || line.command === 'version' };
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    yield* err(sys, `${failure.message}\n`);
    return { status: failure.status, stop: failure.fatal };
  }
}

export function* readAll(sys: Sys): Program<Bytes> {
  let text = '';
  for (;;) {
    const piece = yield* sys.read(0);
    if (isErrno(piece) || piece === '') return text;
    text += piece;
  }
}

/** Rules, one a line; a leading word `ipvsadm` may stand there. What the kernel refuses does not stop it, wrong usage does. */
export function* restore(sys: Sys, argv0: string, text: Bytes): Program<number> {
  let status = 0;
  for (const rule of text.split('\n')) {
    const words = rule.split(/[ \t\r\v\f]+/).filter(Boolean);
    if (words[0] === 'ipvsadm') words.shift();
    if (words.length === 0) continue;
    const ran = yield* runLine(sys, [argv0, ...words], true);
    status = ran.status;
    if (ran.stop) break;
  }
  return status;
}

/** Does what the line says; the text to print. */
function execute(sys: Sys, line: Line): string {
  const ipvs = sys.ipvs();
  const service = serviceKey(line);
  switch (line.command) {
    case 'help':
      return HELP;
    case 'version':
      return VERSION;
    case 'list':
      return list(sys, line);
    case 'save':
      return save(sys, new Printer(sys, line.given.has('numeric')));
    case 'add-service':
      if (line.engine !== '') return done('add-service', errno(ipvs.service(service) ? 'EEXIST' : 'ENOENT'));
      return done('add-service', ipvs.addService(service, serviceConfig(line)));
    case 'edit-service':
      if (line.engine !== '') return done('edit-service', errno(ipvs.service(service) ? 'ENOENT' : 'ESRCH'));
      return done('edit-service', ipvs.editService(service, serviceConfig(line)));
    case 'delete-service':
      return done('delete-service', ipvs.delService(service));
    case 'flush':
      ipvs.flush();
      return '';
    case 'zero':
      return done('zero', ipvs.zero(line.given.has('service-address') ? service : undefined));
    case 'add-server':
      return done('add-server', ipvs.addDest(service, destKey(line), destConfig(line)));
    case 'edit-server':
      return done('edit-server', ipvs.editDest(service, destKey(line), destConfig(line)));
    case 'delete-server':
      return done('delete-server', ipvs.delDest(service, destKey(line)));
    case 'set': {
      const [tcpSeconds, tcpFinSeconds, udpSeconds] = line.timeouts;
      ipvs.setTimeouts({ tcpSeconds, tcpFinSeconds, udpSeconds });
      return '';
    }
    case 'start-daemon':
      return absent('--start-daemon');
    case 'stop-daemon':
      throw new Failure(255, 'No daemon is running', false);
    case 'restore':
      return '';
  }
}

/** A refusal of the kernel ends the line, not a restore. */
function done(operation: Operation, refusal: Errno | undefined): string {
  if (refusal) throw new Failure(255, describe(operation, refusal), false);
  return '';
}

function list(sys: Sys, { given, ...line }: Line): string {
  const ipvs = sys.ipvs();
  const printer = new Printer(sys, given.has('numeric'));
  if (given.has('connection'))
    return printConnections(ipvs.connections(), sys.nowUs, printer, given.has('persistent-conn'));
  const wanted: readonly Columns[] = ['stats', 'rate', 'thresholds', 'persistent-conn', 'tun-info'];
  const columns = wanted.find((name) => name !== 'plain' && given.has(name)) ?? 'plain';
  const format = { columns, exact: given.has('exact'), printer };
  if (given.has('service-address')) {
    const service = ipvs.service(serviceKey({ given, ...line }));
    if (!service) return fail(1, describe('list', errno('ESRCH')));
    return printHeader(columns) + printService(given.has('nosort') ? service : sortDests(service), format);
  }
  if (given.has('timeout')) {
    const { tcpSeconds, tcpFinSeconds, udpSeconds } = ipvs.timeouts();
    return `Timeout (tcp tcpfin udp): ${tcpSeconds} ${tcpFinSeconds} ${udpSeconds}\n`;
  }
  return given.has('daemon') ? '' : listAll(sys, format, !given.has('nosort'));
}

function listAll(sys: Sys, format: Format, sorted: boolean): string {
  const ipvs = sys.ipvs();
  const services = sorted ? sortServices(ipvs.services()) : ipvs.services();
  const body = services.map((service) => printService(service, format)).join('');
  return printTitle(ipvs.tableSize) + printHeader(format.columns) + body;
}

/** The whole table as rules. */
const save = (sys: Sys, printer: Printer): string =>
  sortServices(sys.ipvs().services())
    .map((service) => printRules(service, printer))
    .join('');

export const ipvsadm: Command = {
  name: 'ipvsadm',
  directory: '/usr/sbin',
  summary: { zh: '管理 Linux 虚拟服务器（IPVS）', en: 'administer the Linux virtual server (IPVS)' },
  options: OPTIONS,
  main,
};
