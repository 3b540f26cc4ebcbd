// curl's connections: found again when they are still there, or made anew, with the words and numbers that -v shows.

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { TcpSocket } from '../../../net/contract.ts';
import { parseIpv4, printIpv4, type Ipv4 } from '../../../net/wire/address.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import type { Settings } from './settings.ts';
import type { Failure, Talk } from './talk.ts';
import { hostWithPort, type Url } from './url.ts';

/** What looking up a name costs curl before it connects. */
const LOOKUP_US = 30;

export interface Connection {
  readonly socket: TcpSocket;
  readonly number: number;
  /** Under which it is found again. */
  readonly key: string;
  readonly shownHost: string;
  used: boolean;
}

/** Until when, and what to do meanwhile. */
export class Clockwork {
  readonly #sys: Sys;
  readonly #talk: Talk;
  readonly startUs: number;
  readonly deadlineUs: number | undefined;

  constructor(sys: Sys, talk: Talk, maxSeconds: number | undefined, startUs = sys.nowUs) {
    this.#sys = sys;
    this.#talk = talk;
    this.startUs = startUs;
    // curl looks at its clock a millisecond after the time is over
    this.deadlineUs = maxSeconds ? startUs + Math.round(maxSeconds * 1e6) + 1000 : undefined;
  }

  get elapsedMs(): number {
    return Math.floor((this.#sys.nowUs - this.startUs) / 1000);
  }

  /** Waits for news of the socket; the meter goes on. False: the time is over. */
  *wait(socket: TcpSocket, orUs?: number): Program<boolean> {
    const ends = [this.deadlineUs, orUs].filter((us) => us !== undefined);
    const endUs = ends.length > 0 ? Math.min(...ends) : undefined;
    if (endUs !== undefined && this.#sys.nowUs >= endUs) return false;
    const meterUs = this.#talk.progress?.nextUs;
    const untilUs = meterUs === undefined ? endUs : endUs === undefined ? meterUs : Math.min(meterUs, endUs);
    yield { wait: 'queues', queues: [socket.changed], untilUs };
    yield* this.#talk.meter();
    return true;
  }
}

export class Connections {
  readonly #sys: Sys;
  readonly #settings: Settings;
  readonly #talk: Talk;
  readonly #idle = new Map<string, Connection>();
  #made = 0;

  constructor(sys: Sys, settings: Settings, talk: Talk) {
    this.#sys = sys;
    this.#settings = settings;
    this.#talk = talk;
  }

  /** A connection to where the URL leads. `times.lookedUpUs` is set on the way. */
  *get(url: Url, clockwork: Clockwork, times: { lookedUpUs: number }): Program<Connection | Failure> {
    const key = hostWithPort(url);
    const idle = this.#idle.get(key);
    if (idle) {
      this.#idle.delete(key);
      if (isAlive(idle.socket)) {
        times.lookedUpUs = this.#sys.nowUs;
        yield* this.#talk.info('Found bundle for host: 0x55d0c0de7a40 [serially]');
        yield* this.#talk.info('Can not multiplex, even if we wanted to');
        yield* this.#talk.info(`Re-using existing connection #${idle.number} with host ${idle.shownHost}`);
        idle.used = true;
        return idle;
      }
      yield* this.#talk.info(`Connection ${idle.number} seems to be dead`);
      yield* this.drop(idle);
    }
    yield { wait: 'until', atUs: this.#sys.nowUs + LOOKUP_US };
    times.lookedUpUs = this.#sys.nowUs;
    const number = this.#made++;
    const found = yield* this.#connect(url, number, clockwork);
    if ('code' in found) {
      yield* this.#talk.endProgress();
      yield* this.#talk.info(`Closing connection ${number}`);
    }
    return 'code' in found ? found : { socket: found, number, key, shownHost: url.host, used: false };
  }

  /** May be used again. */
  *keep(connection: Connection): Program {
    yield* this.#talk.info(`Connection #${connection.number} to host ${connection.shownHost} left intact`);
    this.#idle.set(connection.key, connection);
  }

  *drop(connection: Connection): Program {
    connection.socket.close();
    yield* this.#talk.info(`Closing connection ${connection.number}`);
  }

  closeAll(): void {
    for (const { socket } of this.#idle.values()) socket.close();
    this.#idle.clear();
  }

  *#connect(url: Url, number: number, clockwork: Clockwork): Program<TcpSocket | Failure> {
    const target = this.#redirected(url);
    const ip = yield* this.#resolve(target.host, target.port);
    if (ip === undefined) {
      const words = `Could not resolve host: ${target.host}`;
      yield* this.#talk.info(words);
      return { code: 6, words };
    }
    const at = printIpv4(ip);
    yield* this.#talk.info(`  Trying ${at}:${target.port}...`);
    const socket = this.#sys.sockets.tcp();
    const unbound = yield* this.#bind(socket);
    if (unbound) {
      socket.close();
      yield* this.#talk.info(unbound.words);
      return unbound;
    }
    const begun = socket.connect(ip, target.port);
    let refused: Errno | undefined = begun.errno === 'EINPROGRESS' ? undefined : begun;
    if (refused) yield* this.#talk.info(`Immediate connect fail for ${at}: ${strerror(refused)}`);
    else {
      const ended = yield* this.#awaitConnect(socket, url, clockwork);
      if (ended !== 'ok' && 'code' in ended) {
        socket.close();
        yield* this.#talk.info(ended.words);
        return ended;
      }
      if (ended === 'ok') {
        yield* this.#talk.info(`Connected to ${url.host} (${at}) port ${target.port} (#${number})`);
        return socket;
      }
      refused = ended;
      yield* this.#talk.info(`connect to ${at} port ${target.port} failed: ${strerror(refused)}`);
    }
    socket.close();
    const words = `Failed to connect to ${target.host} port ${target.port} after ${clockwork.elapsedMs} ms: Couldn't connect to server`;
    yield* this.#talk.info(words);
    return { code: 7, words };
  }

  *#awaitConnect(socket: TcpSocket, url: Url, clockwork: Clockwork): Program<'ok' | Errno | Failure> {
    const limit = new Clockwork(this.#sys, this.#talk, this.#settings.number('connect-timeout')).deadlineUs;
    for (;;) {
      const ended = socket.connected();
      if (ended !== undefined) return ended;
      if (yield* clockwork.wait(socket, limit)) continue;
      const ms = clockwork.elapsedMs;
      if (clockwork.deadlineUs !== undefined && this.#sys.nowUs >= clockwork.deadlineUs)
        return { code: 28, words: `Connection timed out after ${ms} milliseconds` };
      return {
        code: 28,
        words: `Failed to connect to ${url.host} port ${url.port} after ${ms} ms: Timeout was reached`,
      };
    }
  }

  /** --connect-to HOST1:PORT1:HOST2:PORT2: an empty HOST1 or PORT1 matches any. */
  #redirected({ host, port }: Url): { readonly host: string; readonly port: number } {
    for (const rule of this.#settings.connectTo) {
      const [fromHost, fromPort, toHost, toPort] = rule.split(':');
      if ((fromHost && fromHost !== host) || (fromPort && Number(fromPort) !== port)) continue;
      return { host: toHost || host, port: toPort ? Number(toPort) : port };
    }
    return { host, port };
  }

  *#resolve(host: string, port: number): Program<Ipv4 | undefined> {
    for (const rule of this.#settings.resolves) {
      const [name, at, address] = rule.replace(/^\+/, '').split(':');
      const ip = parseIpv4((address ?? '').split(',')[0]!);
      if (ip === undefined) continue;
      yield* this.#talk.info(`Added ${name}:${at}:${address} to DNS cache`);
      if ((name !== host && name !== '*') || Number(at) !== port) continue;
      yield* this.#talk.info(`Hostname ${host} was found in DNS cache`);
      return ip;
    }
    return parseIpv4(host) ?? this.#sys.resolve(host);
  }

  /** --interface and --local-port. */
  *#bind(socket: TcpSocket): Program<Failure | undefined> {
    const name = this.#settings.value('interface');
    const range = /^(\d+)(?:-(\d+))?$/.exec(this.#settings.value('local-port') ?? '');
    if (name === undefined && !range) return undefined;
    const ip = name === undefined ? 0 : this.#addressOf(name);
    if (ip === undefined) return { code: 45, words: `Couldn't bind to '${name}'` };
    if (name !== undefined && parseIpv4(name) !== undefined)
      yield* this.#talk.info(`Name '${name}' family 2 resolved to '${name}' family 2`);
    const low = range ? Number(range[1]) : 0;
    const high = range?.[2] ? Number(range[2]) : low;
    for (let port = low; ; port++) {
      const refused = socket.bind(ip, port);
      if (!refused) {
        yield* this.#talk.info(`Local port: ${port}`);
        return undefined;
      }
      if (refused.errno === 'EADDRINUSE' && port < high) continue;
      const number = refused.errno === 'EADDRINUSE' ? 98 : 99;
      return { code: 45, words: `bind failed with errno ${number}: ${strerror(refused)}` };
    }
  }

  /** An address, a device's first address, or a host's name. */
  #addressOf(name: string): Ipv4 | undefined {
    const device = this.#sys.net.addresses().find(({ dev, label }) => dev === name || label === name);
    return parseIpv4(name) ?? device?.ip ?? this.#sys.resolve(name);
  }
}

/** Nothing has come and the other side has not closed. */
function isAlive(socket: TcpSocket): boolean {
  const read = socket.recv(1);
  return isErrno(read) && read.errno === 'EAGAIN';
}
