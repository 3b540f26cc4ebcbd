// One command line → what is to be done (parse_options and process_options of ipvsadm.c), in ipvsadm's order of complaints:
// the first option must be a command; each option's value as it comes; leftovers; the matrix; then what does not go together.

import type { Sys } from '../../../host/sys.ts';
import type {
  DestConfig,
  DestKey,
  Forwarding,
  IpvsProtocol,
  ServiceConfig,
  ServiceKey,
} from '../../../ipvs/control.ts';
import { SCHED_FLAG_1, SCHED_FLAG_2, SCHED_FLAG_3 } from '../../../ipvs/control.ts';
import { Popt } from '../../popt.ts';
import type { Option } from '../../command.ts';
import { parseAddress, parseHost, parseNumber } from './address.ts';
import { absent, fail, Failure, tryHelp, TRY_STATUS } from './failure.ts';
import { checkOptions, type CommandName, type OptionName } from './matrix.ts';
import { COMMAND_OPTIONS, OPTIONS } from './options.ts';

const MAX_TIMEOUT = 31 * 86400;
const TEMPLATE_TIMEOUT = 6 * 60;
const INT_MAX = 0x7fff_ffff;

/** What a command line says, as far as it has been read. */
export interface Line {
  command: CommandName | 'help' | 'version';
  readonly given: Set<OptionName>;
  mark: number;
  protocol: IpvsProtocol;
  address: number;
  port: number;
  scheduler: string;
  persistentSeconds: number;
  netmask: number;
  onePacket: boolean;
  schedFlags: string | undefined;
  flags: number;
  engine: string;
  destAddress: number;
  destPort: number;
  forwarding: Forwarding;
  weight: number;
  upperThreshold: number;
  lowerThreshold: number;
  tunType: string;
  timeouts: readonly [number, number, number];
}

const newLine = (command: Line['command']): Line => ({
  command,
  given: new Set(),
  mark: 0,
  protocol: 'tcp',
  address: 0,
  port: 0,
  scheduler: '',
  persistentSeconds: 0,
  netmask: 0xffff_ffff,
  onePacket: false,
  schedFlags: undefined,
  flags: 0,
  engine: '',
  destAddress: 0,
  destPort: 0,
  forwarding: 'dr',
  weight: 1,
  upperThreshold: 0,
  lowerThreshold: 0,
  tunType: 'ipip',
  timeouts: [0, 0, 0],
});

export const serviceKey = (line: Line): ServiceKey =>
  line.mark !== 0 ? { mark: line.mark } : { protocol: line.protocol, address: line.address, port: line.port };

export const serviceConfig = (line: Line): ServiceConfig => ({
  scheduler: line.scheduler,
  persistentSeconds: line.persistentSeconds,
  netmask: line.netmask,
  onePacket: line.onePacket,
  flags: line.flags,
});

export const destKey = (line: Line): DestKey => ({ address: line.destAddress, port: line.destPort });

export const destConfig = (line: Line): DestConfig => ({
  forwarding: line.forwarding,
  weight: line.weight,
  upperThreshold: line.upperThreshold,
  lowerThreshold: line.lowerThreshold,
});

const COMMAND_OF: Readonly<Record<string, Line['command']>> = { clear: 'flush' };

export function parseLine(sys: Sys, argv: readonly string[]): Line {
  const popt = new Popt(OPTIONS, argv.slice(1));
  const first = popt.step();
  if (first.kind !== 'option' || !COMMAND_OPTIONS.includes(first.option)) return tryHelp(argv[0] ?? 'ipvsadm');
  const name = first.option.long!;
  const line = newLine(COMMAND_OF[name] ?? (name as Line['command']));
  if (line.command === 'help' || line.command === 'version') return line;
  if (name.endsWith('-daemon') && first.arg !== 'master' && first.arg !== 'backup')
    fail(2, name === 'start-daemon' ? 'illegal start-daemon parameter specified' : 'illegal start_daemon specified');
  for (let step = popt.step(); step.kind !== 'end'; step = popt.step()) {
    if (step.kind === 'error') throw new Failure(TRY_STATUS, `${popt.word}: ${step.error}`, false);
    if (COMMAND_OPTIONS.includes(step.option)) fail(2, `invalid option \`${popt.word}'`);
    takeOption(sys, line, step.option, step.arg);
  }
  if (line.command === 'set') takeTimeouts(line, popt);
  const extra = popt.operand();
  if (extra !== undefined) fail(2, `unexpected argument ${extra}`);
  checkOptions(line.command, line.given);
  checkTogether(line);
  return line;
}

/** Marks an option as given, once. */
function give(line: Line, name: OptionName): void {
  if (line.given.has(name)) fail(2, `multiple '${name}' options specified`);
  line.given.add(name);
}

/** Options that only say that they are there. Their long name is what messages call them. */
const PLAIN = new Set<string>([
  'numeric',
  'connection',
  'timeout',
  'daemon',
  'stats',
  'rate',
  'exact',
  'thresholds',
  'persistent-conn',
  'nosort',
  'tun-info',
  'tun-nocsum',
  'tun-csum',
  'tun-remcsum',
]);

const FORWARDING: Readonly<Record<string, Forwarding>> = { gatewaying: 'dr', ipip: 'tun', masquerading: 'nat' };

function takeOption(sys: Sys, line: Line, option: Option, arg: string | undefined): void {
  const name = option.long!;
  const value = arg ?? '';
  if (PLAIN.has(name)) give(line, name as OptionName);
  else if (name in FORWARDING) {
    give(line, 'forwarding-method');
    line.forwarding = FORWARDING[name]!;
  } else if (name in DAEMON_NUMBERS) {
    give(line, name as OptionName);
    const [min, max] = DAEMON_NUMBERS[name]!;
    numberOf(value, min, max, name);
  } else TAKE[name]?.(line, value, sys, arg);
}

const DAEMON_NUMBERS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  syncid: [0, 255],
  'sync-maxlen': [1, 65507],
  'mcast-port': [1, 65535],
  'mcast-ttl': [1, 255],
};

function numberOf(text: string, min: number, max: number, what: string): number {
  return parseNumber(text, min, max) ?? fail(2, `illegal ${what} specified`);
}

type Take = (line: Line, value: string, sys: Sys, arg: string | undefined) => void;

const takeService =
  (protocol: IpvsProtocol): Take =>
  (line, value, sys) => {
    give(line, 'service-address');
    line.protocol = protocol;
    const address = parseAddress(sys, value, protocol) ?? fail(2, 'illegal virtual server address[:port] specified');
    line.address = address.ip;
    line.port = address.port ?? 0;
  };

/** By long name. */
const TAKE: Readonly<Record<string, Take>> = {
  'tcp-service': takeService('tcp'),
  'udp-service': takeService('udp'),
  'sctp-service': takeService('sctp'),
  'fwmark-service'(line, value) {
    give(line, 'service-address');
    line.mark = parseNumber(value, 1, 0xffff_ffff) ?? fail(2, `invalid fwmark value \`${value}' specified`);
  },
  ipv6(line) {
    if (line.mark === 0) fail(2, '-6 used before -f\n');
    absent('-6');
  },
  scheduler(line, value) {
    give(line, 'scheduler');
    line.scheduler = value;
  },
  pe(line, value) {
    give(line, 'pe');
    line.engine = value;
  },
  persistent(line, _value, _sys, arg) {
    give(line, 'persistent');
    line.persistentSeconds = arg === undefined ? TEMPLATE_TIMEOUT : timeoutOf(arg, 1);
  },
  netmask(line, value, sys) {
    give(line, 'netmask');
    line.netmask = parseHost(sys, value) ?? fail(2, 'illegal virtual server persistent mask specified');
  },
  'real-server'(line, value, sys) {
    give(line, 'real-server');
    const address = parseAddress(sys, value, line.protocol) ?? fail(2, 'illegal real server address[:port] specified');
    line.destAddress = address.ip;
    line.destPort = address.port ?? line.port;
  },
  weight(line, value) {
    give(line, 'weight');
    line.weight = numberOf(value, 0, INT_MAX, 'weight');
  },
  'u-threshold'(line, value) {
    give(line, 'u-threshold');
    line.upperThreshold = numberOf(value, 0, INT_MAX, 'u_threshold');
  },
  'l-threshold'(line, value) {
    give(line, 'l-threshold');
    line.lowerThreshold = numberOf(value, 0, INT_MAX, 'l_threshold');
  },
  ops(line) {
    give(line, 'ops');
    line.onePacket = true;
  },
  'sched-flags'(line, value) {
    give(line, 'sched-flags');
    line.schedFlags = value;
  },
  'tun-type'(line, value) {
    give(line, 'tun-type');
    if (!['ipip', 'gue', 'gre'].includes(value)) fail(2, 'illegal tunnel type specified');
    line.tunType = value;
  },
  'tun-port'(line, value) {
    give(line, 'tun-port');
    numberOf(value, 1, 65534, 'tunnel port');
  },
  'mcast-interface'(line) {
    give(line, 'mcast-interface');
  },
  'mcast-group'(line, value, sys) {
    give(line, 'mcast-group');
    const group = parseHost(sys, value);
    if (group === undefined || group >>> 28 !== 14) fail(2, `invalid mcast-group \`${value}'`);
  },
};

const timeoutOf = (text: string, min: number): number =>
  parseNumber(text, min, MAX_TIMEOUT) ?? fail(2, `invalid timeout value \`${text}' specified`);

function takeTimeouts(line: Line, popt: Popt): void {
  const words = [popt.operand(), popt.operand(), popt.operand()];
  const [tcp, fin, udp] = words.map((word) => word ?? fail(2, '--set option requires 3 timeout values'));
  line.timeouts = [timeoutOf(tcp!, 0), timeoutOf(fin!, 0), timeoutOf(udp!, 0)];
}

function checkTogether(line: Line): void {
  const { command, given } = line;
  if (command === 'add-service' || command === 'edit-service') checkService(line);
  if (command === 'add-server' || command === 'edit-server') checkServer(line);
  if (command !== 'list') return;
  const special = given.has('timeout') || given.has('daemon');
  const counting = given.has('stats') || given.has('rate') || given.has('thresholds');
  if (((special || given.has('connection')) && counting) || (special && given.has('persistent-conn')))
    fail(2, 'options conflicts in the list command');
}

function checkService(line: Line): void {
  if (line.mark === 0 && line.port === 0 && line.persistentSeconds === 0)
    fail(2, 'Zero port specified for non-persistent service');
  if (line.onePacket && line.mark === 0 && line.protocol !== 'udp')
    fail(2, 'One-Packet Scheduling is only for UDP virtual services');
  if (line.scheduler === '') line.scheduler = 'wlc';
  if (line.schedFlags !== undefined) line.flags = parseFlags(line.schedFlags, line.scheduler);
  if (line.engine === 'sip') absent('--pe sip');
}

const FLAGS: Readonly<Record<string, readonly [bit: number, scheduler?: string]>> = {
  'flag-1': [SCHED_FLAG_1],
  'flag-2': [SCHED_FLAG_2],
  'flag-3': [SCHED_FLAG_3],
  'sh-fallback': [SCHED_FLAG_1, 'sh'],
  'sh-port': [SCHED_FLAG_2, 'sh'],
  'mh-fallback': [SCHED_FLAG_1, 'mh'],
  'mh-port': [SCHED_FLAG_2, 'mh'],
};

function parseFlags(text: string, scheduler: string): number {
  let flags = 0;
  for (const word of text.split(',').filter(Boolean)) {
    const [bit, only] = FLAGS[word] ?? fail(2, `invalid scheduler flag \`${word}'`);
    if (only !== undefined && only !== scheduler) fail(2, `incompatible scheduler flag \`${word}'`);
    flags |= bit;
  }
  return flags;
}

/** Direct routing and tunnels cannot change the port, so they get the service's, whatever was written. */
function checkServer(line: Line): void {
  const { given } = line;
  if (line.mark === 0 && line.forwarding !== 'nat') line.destPort = line.port;
  const tunnel = ['tun-type', 'tun-port', 'tun-nocsum', 'tun-csum', 'tun-remcsum'] as const;
  const options = tunnel.filter((name) => given.has(name));
  if (options.length === 0) return;
  if (line.forwarding !== 'tun') fail(2, 'Tunnel options conflict with forward method');
  const illegal = (name: OptionName) => fail(2, `Illegal '${name}' option with the '${line.tunType}' tunnel type`);
  if (line.tunType === 'gue' && !given.has('tun-port'))
    fail(2, `You need to supply the 'tun-port' option for the 'gue' tunnel type`);
  if (line.tunType !== 'gue' && given.has('tun-port')) illegal('tun-port');
  if (line.tunType === 'ipip') for (const name of tunnel.slice(2)) if (given.has(name)) illegal(name);
  if (line.tunType === 'gre' && given.has('tun-remcsum')) illegal('tun-remcsum');
  if (line.tunType !== 'ipip') absent(`--tun-type ${line.tunType}`);
}
