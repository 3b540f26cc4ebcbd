// nc (OpenBSD netcat, Debian 1.219): connects, listens, scans; TCP and UDP. Left out: proxies, UNIX sockets, IPv6.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import { parseIpv4, printIpv4, type Ipv4 } from '../../../net/wire/address.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, type Command } from '../../command.ts';
import { HELP, OPTIONS, parseNc, USAGE, type Parsed } from './options.ts';
import { relay, tcpChannel, udpChannel, type Channel, type RelayOptions } from './relay.ts';

export const nc: Command = {
  name: 'nc',
  summary: { zh: '任意的 TCP 与 UDP 连接', en: 'arbitrary TCP and UDP connections and listens' },
  options: OPTIONS,
  operands: 'host',
  main: runNc,
};

const NO_NAME = 'Temporary failure in name resolution';
/** How long a UDP scan waits for "port unreachable". */
const UDP_SCAN_SECONDS = 3;

function* runNc(sys: Sys, argv: readonly string[]): Program<number> {
  const parsed = parseNc(argv.slice(1));
  if ('refused' in parsed) return yield* notHere(sys, 'nc', parsed.refused);
  if ('wrong' in parsed) {
    yield* err(sys, parsed.wrong);
    return 1;
  }
  if (parsed.letters.has('h')) {
    yield* err(sys, HELP);
    return 1;
  }
  return yield* new Nc(sys, parsed).run();
}

class Nc {
  readonly #sys: Sys;
  readonly #has: (letter: string) => boolean;
  readonly #operands: readonly string[];
  readonly #letters: ReadonlyMap<string, string>;
  readonly #waitUs: number | undefined;

  constructor(sys: Sys, { letters, operands }: Parsed) {
    this.#sys = sys;
    this.#letters = letters;
    this.#has = (letter) => letters.has(letter);
    this.#operands = operands;
    this.#waitUs = letters.has('w') ? Number(letters.get('w')) * 1e6 : undefined;
  }

  *run(): Program<number> {
    const operands = [...this.#operands];
    let host: string | undefined;
    let ports: string | undefined;
    if (this.#has('l') && operands.length <= 1) ports = this.#letters.get('p') ?? operands[0];
    else [host, ports] = operands;
    if (ports === undefined && host === undefined) return yield* this.#die(USAGE);
    if (ports === undefined) return yield* this.#die('nc: missing port number\n');
    if (operands.length > 2) return yield* this.#die(USAGE);
    const list = this.#ports(ports);
    if (typeof list === 'string') return yield* this.#die(`nc: ${list}\n`);
    if (this.#has('l')) return yield* this.#listen(host, list[0]!);
    const ip = parseIpv4(host!) ?? this.#sys.resolve(host!);
    if (ip === undefined) return yield* this.#die(`nc: getaddrinfo for host "${host}" port ${list[0]}: ${NO_NAME}\n`);
    return yield* this.#connectAll(host!, ip, list);
  }

  *#die(words: string): Program<number> {
    yield* err(this.#sys, words);
    return 1;
  }

  /** '80', '20-25', or a service's name. */
  #ports(text: string): number[] | string {
    const range = /^(\d+)-(\d+)$/.exec(text);
    const [low, high] = range ? [Number(range[1]), Number(range[2])] : [this.#port(text), this.#port(text)];
    if (low === undefined || high === undefined) return `port number invalid: ${text}`;
    for (const port of [low, high]) {
      if (port > 65_535) return `port number too large: ${port}`;
      if (port < 1) return `port number too small: ${port}`;
    }
    const [from, to] = low <= high ? [low, high] : [high, low];
    const ports = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    if (!this.#has('r')) return ports;
    const prng = this.#sys.prng('nc');
    return ports
      .map((port) => [prng.nextU32(), port] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, port]) => port);
  }

  #port(text: string): number | undefined {
    if (/^\d+$/.test(text)) return Number(text);
    return this.#services().find(({ name }) => name === text)?.port;
  }

  #services(): { readonly name: string; readonly port: number }[] {
    const text = this.#sys.readFile('/etc/services');
    if (isErrno(text)) return [];
    return [...text.matchAll(new RegExp(`^(\\S+)\\s+(\\d+)/${this.#protocol}`, 'gm'))].map(([, name, port]) => ({
      name: name!,
      port: Number(port),
    }));
  }

  get #protocol(): 'tcp' | 'udp' {
    return this.#has('u') ? 'udp' : 'tcp';
  }

  *#connectAll(host: string, ip: Ipv4, ports: readonly number[]): Program<number> {
    let status = 1;
    for (const port of ports) {
      const channel = yield* this.#connect(host, ip, port);
      if (!channel) continue;
      status = 0;
      if (this.#has('v')) {
        const service = this.#has('n') ? '*' : (this.#services().find((one) => one.port === port)?.name ?? '*');
        const shown = host === printIpv4(ip) || this.#has('n') ? host : `${host} (${printIpv4(ip)})`;
        yield* err(this.#sys, `Connection to ${shown} ${port} port [${this.#protocol}/${service}] succeeded!\n`);
      }
      if (!this.#has('z')) yield* relay(this.#sys, channel, this.#relayOptions(false));
      channel.close();
      if (!this.#has('z')) break;
      const interval = Number(this.#letters.get('i') ?? 0);
      if (interval > 0) yield { wait: 'until', atUs: this.#sys.nowUs + interval * 1e6 };
    }
    return status;
  }

  *#connect(host: string, ip: Ipv4, port: number): Program<Channel | undefined> {
    const sys = this.#sys;
    const source = this.#letters.get('s');
    const localIp = source === undefined ? 0 : (parseIpv4(source) ?? sys.resolve(source) ?? 0);
    const localPort = Number(this.#letters.get('p') ?? 0);
    if (this.#has('u')) return yield* this.#connectUdp(ip, port, localIp, localPort);
    const socket = sys.sockets.tcp();
    if (localIp || localPort) {
      const refused = socket.bind(localIp, localPort);
      if (refused) {
        yield* err(sys, `nc: bind failed: ${strerror(refused)}\n`);
        socket.close();
        return undefined;
      }
    }
    let ended = socket.connect(ip, port) as ReturnType<typeof socket.connected>;
    const untilUs = this.#waitUs === undefined ? undefined : sys.nowUs + this.#waitUs;
    if (isErrno(ended) && ended.errno === 'EINPROGRESS')
      for (ended = socket.connected(); ended === undefined; ended = socket.connected()) {
        if (untilUs !== undefined && sys.nowUs >= untilUs) break;
        yield { wait: 'queues', queues: [socket.changed], untilUs };
      }
    if (ended === 'ok') return tcpChannel(socket);
    socket.close();
    if (this.#has('v')) {
      const at = printIpv4(ip) === host || this.#has('n') ? host : `${host} (${printIpv4(ip)})`;
      const how = ended === undefined ? 'timed out: Operation now in progress' : `failed: ${strerror(ended)}`;
      yield* err(sys, `nc: connect to ${at} port ${port} (tcp) ${how}\n`);
    }
    return undefined;
  }

  *#connectUdp(ip: Ipv4, port: number, localIp: Ipv4, localPort: number): Program<Channel | undefined> {
    const sys = this.#sys;
    const socket = sys.sockets.udp();
    if (localIp || localPort) socket.bind(localIp, localPort);
    const refused = socket.connect(ip, port);
    if (refused) {
      socket.close();
      return undefined;
    }
    if (!this.#has('z') && !(this.#has('v') && sys.isTty(0))) return udpChannel(socket, ip, port);
    // a port where nobody listens says so: ask it a few times
    const seconds = this.#waitUs === undefined ? UDP_SCAN_SECONDS : Math.floor(this.#waitUs / 1e6);
    for (let i = 0; i <= seconds; i++) {
      if (isErrno(socket.sendTo('X', ip, port))) {
        socket.close();
        return undefined;
      }
      if (i < seconds) yield { wait: 'until', atUs: sys.nowUs + 1e6 };
    }
    return udpChannel(socket, ip, port);
  }

  *#listen(host: string | undefined, port: number): Program<number> {
    const sys = this.#sys;
    const ip = host === undefined ? 0 : (parseIpv4(host) ?? sys.resolve(host));
    if (ip === undefined) return yield* this.#die(`nc: getaddrinfo for host "${host}" port ${port}: ${NO_NAME}\n`);
    if (this.#has('u')) return yield* this.#listenUdp(ip, port);
    const listener = sys.sockets.tcp();
    const refused = listener.bind(ip, port) ?? listener.listen(1);
    if (refused) return yield* this.#die(`nc: ${strerror(refused)}\n`);
    yield* this.#report('Listening on', ip, port);
    do {
      let socket = listener.accept();
      while (isErrno(socket)) {
        yield { wait: 'queues', queues: [listener.changed] };
        socket = listener.accept();
      }
      if (!this.#has('k')) listener.close();
      yield* this.#report('Connection received on', socket.remote.ip, socket.remote.port);
      yield* relay(sys, tcpChannel(socket), this.#relayOptions(true));
      socket.close();
    } while (this.#has('k'));
    return 0;
  }

  *#listenUdp(ip: Ipv4, port: number): Program<number> {
    const sys = this.#sys;
    const socket = sys.sockets.udp();
    const refused = socket.bind(ip, port);
    if (refused) return yield* this.#die(`nc: ${strerror(refused)}\n`);
    yield* this.#report('Bound on', ip, port);
    let first = socket.recvFrom();
    while (isErrno(first)) {
      yield { wait: 'queues', queues: [socket.changed] };
      first = socket.recvFrom();
    }
    socket.connect(first.ip, first.port);
    yield* this.#report('Connection received on', first.ip, first.port);
    yield* sys.write(1, first.data);
    const channel = udpChannel(socket, first.ip, first.port);
    yield* relay(sys, channel, this.#relayOptions(true));
    channel.close();
    return 0;
  }

  /** Without a name server, nc fails to look up who it is that it reports; -n spares it that. */
  *#report(what: string, ip: Ipv4, port: number): Program {
    if (!this.#has('v')) return;
    if (this.#has('n')) yield* err(this.#sys, `${what} ${printIpv4(ip)} ${port}\n`);
    else yield* err(this.#sys, `nc: getnameinfo: ${NO_NAME}\n`);
  }

  #relayOptions(listening: boolean): RelayOptions {
    const quit = this.#letters.get('q');
    return {
      readsInput: !this.#has('d'),
      listening,
      shutsDown: this.#has('N') || (quit !== undefined && Number(quit) >= 0),
      crlf: this.#has('C'),
      idleUs: this.#waitUs,
      quitUs: quit === undefined || Number(quit) < 0 ? undefined : Number(quit) * 1e6,
      receiveLimit: Number(this.#letters.get('W') ?? 0),
      intervalUs: Number(this.#letters.get('i') ?? 0) * 1e6,
    };
  }
}
