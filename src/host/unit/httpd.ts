// The web server: Apache 2.4 as the lab's machines run it, one loop over all of its connections. Requests are served one
// after another, each for a fixed time, so that more servers serve more, as on real machines.
// Left out: worker processes, logs other than access_log and error_log, modules beyond mod_dir and mod_mime.

import { isErrno, strerror } from '../../base/errno.ts';
import type { Bytes } from '../../base/bytes.ts';
import { SECOND } from '../../base/time.ts';
import { Poll } from '../../net/tcp/poll.ts';
import type { TcpSocket } from '../../net/contract.ts';
import { printIpv4 } from '../../net/wire/address.ts';
import type { Program } from '../../sim/process.ts';
import type { Sys } from '../sys.ts';
import { answerRequest } from './http/answer.ts';
import { readConfig, type HttpdConfig } from './http/config.ts';
import { bodyEnd, readRequest, type Read, type Request } from './http/request.ts';
import { errorAnswer, httpDate, logDate, printAnswer, type Answer } from './http/response.ts';

/** How long the server works on one request. */
export const SERVICE_US = 400;
/** AcceptFilter: a connection is not looked at before its data has come, or so many seconds (TCP_DEFER_ACCEPT). */
const DEFER_ACCEPT_SECONDS = 30;
const BACKLOG = 511;
/** After its last answer the server reads on for so long, so that its FIN is not overtaken by an RST. */
const LINGER_US = 30 * SECOND;
const SHORT_LINGER_US = 2 * SECOND;
const READ_SIZE = 65_536;

const ACCESS_LOG = '/var/log/httpd/access_log';
const ERROR_LOG = '/var/log/httpd/error_log';

type Phase = 'reading' | 'idle' | 'lingering' | 'shortly lingering';

interface Connection {
  readonly socket: TcpSocket;
  readonly port: number;
  readonly client: number;
  readonly clientPort: number;
  phase: Phase;
  deadlineUs: number;
  input: Bytes;
  output: Bytes;
  served: number;
  /** Close when the output is out. */
  closing: boolean;
}

export function* httpdMain(sys: Sys): Program<number> {
  const config = readConfig(sys);
  if (typeof config === 'string') {
    yield* sys.write(2, config);
    return 1;
  }
  const server = new Server(sys, config);
  const refused = server.listen();
  if (refused) {
    yield* sys.write(2, refused);
    return 1;
  }
  return yield* server.run();
}

class Server {
  readonly #sys: Sys;
  readonly #config: HttpdConfig;
  readonly #poll = new Poll();
  readonly #listeners = new Map<TcpSocket, number>();
  readonly #connections = new Map<TcpSocket, Connection>();
  /** Connections by what they wait for: each in the order of its deadlines. */
  readonly #waiting: Readonly<Record<Phase, Set<Connection>>> = {
    reading: new Set(),
    idle: new Set(),
    lingering: new Set(),
    'shortly lingering': new Set(),
  };
  #log = -1;
  /** Lines of the access log that are still to be written. */
  #lines = '';
  /** The date of the current second, printed once. */
  #second = -1;
  #httpDate = '';
  #logDate = '';
  /** The head that was read last, and what it said: benchmarks repeat themselves. */
  #lastHead = '';
  #lastRead: Read = 'more';

  constructor(sys: Sys, config: HttpdConfig) {
    this.#sys = sys;
    this.#config = config;
  }

  /** The words of the failure, if any. */
  listen(): string | undefined {
    for (const { ip, port } of this.#config.listen) {
      const socket = this.#sys.sockets.tcp();
      const refused = socket.bind(ip, port) ?? socket.listen(BACKLOG, DEFER_ACCEPT_SECONDS);
      if (refused) {
        const number = refused.errno === 'EADDRINUSE' ? 98 : 99;
        return (
          `(${number})${strerror(refused)}: AH00072: make_sock: could not bind to address ${printIpv4(ip)}:${port}\n` +
          'no listening sockets available, shutting down\nAH00015: Unable to open logs\n'
        );
      }
      this.#listeners.set(socket, port);
      socket.pollWith(this.#poll);
    }
    return this.#listeners.size > 0 ? undefined : 'no listening sockets available, shutting down\n';
  }

  *run(): Program<number> {
    const log = this.#sys.open(ACCESS_LOG, 'append', { create: true });
    this.#log = isErrno(log) ? -1 : log;
    if (isErrno(this.#sys.stat(ERROR_LOG))) this.#sys.writeFile(ERROR_LOG, '');
    for (;;) {
      const socket = this.#poll.take();
      if (!socket) {
        yield { wait: 'queues', queues: [this.#poll.changed], untilUs: this.#nextDeadline() };
        this.#expire();
        continue;
      }
      const port = this.#listeners.get(socket);
      if (port !== undefined) this.#accept(socket, port);
      else {
        const connection = this.#connections.get(socket);
        if (connection) yield* this.#handle(connection);
      }
      if (this.#lines !== '') yield* this.#writeLog();
    }
  }

  #accept(listener: TcpSocket, port: number): void {
    for (let socket = listener.accept(); !isErrno(socket); socket = listener.accept()) {
      const { remote } = socket;
      const connection: Connection = {
        socket,
        port,
        client: remote.ip,
        clientPort: remote.port,
        phase: 'reading',
        deadlineUs: 0,
        input: '',
        output: '',
        served: 0,
        closing: false,
      };
      this.#connections.set(socket, connection);
      this.#enter(connection, 'reading');
      socket.pollWith(this.#poll);
    }
  }

  #enter(connection: Connection, phase: Phase): void {
    this.#waiting[connection.phase].delete(connection);
    connection.phase = phase;
    const { timeoutUs, keepAliveSeconds } = this.#config;
    const waitUs =
      phase === 'reading'
        ? timeoutUs
        : phase === 'idle'
          ? keepAliveSeconds * SECOND
          : phase === 'lingering'
            ? LINGER_US
            : SHORT_LINGER_US;
    connection.deadlineUs = this.#sys.nowUs + waitUs;
    this.#waiting[phase].add(connection);
  }

  #nextDeadline(): number | undefined {
    let next: number | undefined;
    for (const phase of Object.values(this.#waiting))
      for (const { deadlineUs } of phase) {
        if (next === undefined || deadlineUs < next) next = deadlineUs;
        break;
      }
    return next;
  }

  #expire(): void {
    const now = this.#sys.nowUs;
    for (const phase of Object.values(this.#waiting))
      for (const connection of phase) {
        if (connection.deadlineUs > now) break;
        this.#timeout(connection);
      }
  }

  #timeout(connection: Connection): void {
    if (connection.phase === 'reading' && connection.input !== '') {
      this.#respond(connection, undefined, errorAnswer(408));
      return;
    }
    if (connection.phase === 'reading' || connection.phase === 'idle') {
      connection.closing = true;
      connection.socket.shutdownWrite();
      return this.#enter(connection, connection.phase === 'idle' ? 'shortly lingering' : 'lingering');
    }
    this.#close(connection);
  }

  #close(connection: Connection): void {
    this.#waiting[connection.phase].delete(connection);
    this.#connections.delete(connection.socket);
    connection.socket.close();
  }

  *#handle(connection: Connection): Program {
    if (connection.output !== '') {
      this.#flush(connection);
      yield* this.#serve(connection);
    }
    for (;;) {
      const data = connection.socket.recv(READ_SIZE);
      if (typeof data !== 'string') {
        if (data.errno !== 'EAGAIN') this.#close(connection);
        return;
      }
      if (data === '') {
        // the client will say no more; it may still be owed something
        if (connection.output !== '') connection.closing = true;
        else this.#close(connection);
        return;
      }
      if (connection.closing) continue;
      connection.input += data;
      if (connection.phase === 'idle') this.#enter(connection, 'reading');
      yield* this.#serve(connection);
    }
  }

  /** Answers every request that is there whole. */
  *#serve(connection: Connection): Program {
    while (connection.input !== '' && !connection.closing && connection.output === '') {
      const read = this.#read(connection.input);
      if (read === 'more') return;
      if (read === 'bad') {
        yield { wait: 'until', atUs: this.#sys.nowUs + SERVICE_US };
        connection.input = '';
        return this.#respond(connection, undefined, errorAnswer(400));
      }
      const { request } = read;
      const end = bodyEnd(connection.input, request.headLength, request.body);
      if (end === undefined) {
        if (/100-continue/i.test(request.headers.get('expect') ?? '')) connection.socket.send(CONTINUE);
        return;
      }
      const { input } = connection;
      const head = request.headLength === input.length ? input : input.slice(0, request.headLength);
      connection.input = end === input.length ? '' : input.slice(end);
      yield { wait: 'until', atUs: this.#sys.nowUs + SERVICE_US };
      const answer = answerRequest(this.#sys, this.#config, connection.port, request, head);
      this.#respond(connection, request, answer);
    }
  }

  #read(input: Bytes): Read {
    if (input === this.#lastHead) return this.#lastRead;
    this.#lastHead = input;
    return (this.#lastRead = readRequest(input));
  }

  #respond(connection: Connection, request: Request | undefined, answer: Answer): void {
    const stays = this.#keeps(connection, request, answer);
    connection.served++;
    connection.closing = !stays;
    this.#tick();
    connection.output =
      request?.version === 9
        ? answer.body
        : printAnswer(answer, this.#httpDate, this.#connectionLines(connection, request, stays));
    this.#note(connection, request, answer);
    this.#flush(connection);
  }

  /** ap_set_keepalive. */
  #keeps(connection: Connection, request: Request | undefined, { status }: Answer): boolean {
    if (!request || !this.#config.keepAlive || connection.served >= this.#config.keepAliveRequests) return false;
    if (status === 400 || status === 408 || status === 414 || status === 501) return false;
    const wanted = request.headers.get('connection')?.toLowerCase() ?? '';
    if (wanted.includes('close')) return false;
    return request.version >= 11 || (request.version === 10 && wanted.includes('keep-alive'));
  }

  #connectionLines(connection: Connection, request: Request | undefined, stays: boolean): string {
    if (!stays) return 'Connection: close\r\n';
    if (!request?.headers.get('connection')?.toLowerCase().includes('keep-alive')) return '';
    const left = this.#config.keepAliveRequests - connection.served + 1;
    return `Keep-Alive: timeout=${this.#config.keepAliveSeconds}, max=${left}\r\nConnection: Keep-Alive\r\n`;
  }

  #flush(connection: Connection): void {
    const { socket } = connection;
    while (connection.output !== '') {
      const taken = socket.send(connection.output);
      if (typeof taken !== 'number') {
        if (taken.errno !== 'EAGAIN') {
          connection.output = '';
          this.#close(connection);
        }
        return;
      }
      connection.output = taken === connection.output.length ? '' : connection.output.slice(taken);
    }
    if (connection.closing) {
      socket.shutdownWrite();
      this.#enter(connection, 'lingering');
    } else this.#enter(connection, connection.input === '' ? 'idle' : 'reading');
  }

  #tick(): void {
    const second = this.#sys.epochSeconds;
    if (second === this.#second) return;
    this.#second = second;
    this.#httpDate = httpDate(second);
    this.#logDate = logDate(second);
  }

  /** The access log (combined), and the journal. */
  #note({ port, client, clientPort }: Connection, request: Request | undefined, answer: Answer): void {
    const path = request?.target ?? '-';
    this.#sys.record({
      kind: 'http.served',
      host: this.#sys.host,
      port,
      path,
      status: answer.status,
      client,
      clientPort,
      seq: 0,
      atUs: 0,
    });
    if (this.#log < 0) return;
    const agent = request?.headers.get('user-agent') ?? '-';
    const referer = request?.headers.get('referer') ?? '-';
    const size = answer.withoutBody || answer.body === '' ? '-' : String(answer.body.length);
    this.#lines += `${printIpv4(client)} - - [${this.#logDate}] "${request?.line ?? '-'}" ${answer.status} ${size} "${referer}" "${agent}"\n`;
  }

  *#writeLog(): Program {
    const lines = this.#lines;
    this.#lines = '';
    yield* this.#sys.write(this.#log, lines);
  }
}

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
