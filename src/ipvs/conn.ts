// Connection entries (ip_vs_conn.c): how packets find them in both directions, and when they end. Templates, which remember
// a persistent client's server, are entries of their own kind that only new connections look for.

import { Heap } from '../base/heap.ts';
import { SECOND } from '../base/time.ts';
import type { Ipv4 } from '../net/wire/address.ts';
import type { Clock, Timer } from '../sim/clock.ts';
import type { ConnName } from './events.ts';
import type { Dest } from './dest.ts';
import { endpointKey, IP, PROTOCOLS, TCP, UDP } from './service.ts';
import { TCP_STATES } from './tcp-state.ts';

/** An entry that has not yet seen its first packet's state. */
const NEW_TIMEOUT_US = 3 * SECOND;
/** An entry that others depend on does not end; it looks again after this. */
const CONTROLLING_TIMEOUT_US = 60 * SECOND;
/** What a template's ports become when its destination may no longer be used. */
const INVALID_PORT = 65535;

export interface ConnInit {
  /** TCP, UDP, SCTP or IP of service.ts. */
  readonly protocol: number;
  readonly client: Ipv4;
  readonly clientPort: number;
  readonly virtual: Ipv4;
  readonly virtualPort: number;
  readonly dest: Dest;
  readonly destPort: number;
  readonly template: boolean;
  readonly onePacket: boolean;
}

export class Conn {
  readonly protocol: number;
  readonly dest: Dest;
  readonly template: boolean;
  readonly onePacket: boolean;
  name: ConnName;
  /** A TCP state of tcp-state.ts; for a template 1 = assured. */
  state = 0;
  timeoutUs = NEW_TIMEOUT_US;
  expiresUs = 0;
  /** No reply has been seen here yet, and the forwarding method does not promise any (direct routing, tunnel). */
  noOutput: boolean;
  /** Counted in the destination's InActConn rather than ActiveConn. */
  inactive = true;
  /** The template that this one came from, and how many depend on this one. */
  control: Conn | undefined;
  controls = 0;
  /** The entry of the queue of endings that counts; others for this connection are stale. */
  alarm: Alarm | undefined;

  constructor(init: ConnInit) {
    this.protocol = init.protocol;
    this.dest = init.dest;
    this.template = init.template;
    this.onePacket = init.onePacket;
    this.noOutput = init.dest.forwarding !== 'nat';
    this.name = {
      protocol: PROTOCOLS[init.protocol]!,
      client: { ip: init.client, port: init.clientPort },
      virtual: { ip: init.virtual, port: init.virtualPort },
      dest: { ip: init.dest.address, port: init.destPort },
      forwarding: init.dest.forwarding,
      template: init.template,
    };
  }

  get stateName(): string {
    if (this.template) return this.state > 0 ? 'ASSURED' : 'NONE';
    return this.protocol === TCP ? TCP_STATES[this.state]! : this.protocol === UDP ? 'UDP' : 'NONE';
  }

  get inKey(): number {
    return endpointKey(this.protocol, this.name.virtual.ip, this.name.virtual.port);
  }

  /** Where replies come from: the server behind NAT, otherwise the virtual address itself. */
  get outKey(): number {
    const { dest, virtual, forwarding } = this.name;
    const from = forwarding === 'nat' ? dest : virtual;
    return endpointKey(this.protocol, from.ip, from.port);
  }

  get clientKey(): number {
    return this.name.client.ip * 65536 + this.name.client.port;
  }
}

interface Alarm {
  readonly dueUs: number;
  readonly seq: number;
  readonly conn: Conn;
}

/** Server's end → client's end → entry. Few servers, many clients. */
class Index {
  readonly #servers = new Map<number, Map<number, Conn>>();

  get(server: number, client: number): Conn | undefined {
    return this.#servers.get(server)?.get(client);
  }

  set(server: number, client: number, conn: Conn): void {
    let clients = this.#servers.get(server);
    if (!clients) this.#servers.set(server, (clients = new Map()));
    clients.set(client, conn);
  }

  /** A newer entry with the same key stays. */
  delete(server: number, client: number, conn: Conn): void {
    const clients = this.#servers.get(server);
    if (clients?.get(client) !== conn) return;
    clients.delete(client);
    if (clients.size === 0) this.#servers.delete(server);
  }
}

export class ConnTable {
  readonly #clock: Clock;
  readonly #onExpired: (conn: Conn) => void;
  readonly #in = new Index();
  readonly #out = new Index();
  readonly #templates = new Index();
  readonly #all = new Set<Conn>();
  readonly #alarms = new Heap<Alarm>((a, b) => a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.seq < b.seq));
  #seq = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, onExpired: (conn: Conn) => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  get size(): number {
    return this.#all.size;
  }

  /** In the order of their making. */
  all(): Iterable<Conn> {
    return this.#all;
  }

  /** The entry of a packet from `client` to `virtual`. */
  findIn(protocol: number, virtual: Ipv4, virtualPort: number, client: Ipv4, clientPort: number): Conn | undefined {
    return this.#in.get(endpointKey(protocol, virtual, virtualPort), client * 65536 + clientPort);
  }

  /** The entry of a packet from the server to `client`. */
  findOut(protocol: number, server: Ipv4, serverPort: number, client: Ipv4, clientPort: number): Conn | undefined {
    return this.#out.get(endpointKey(protocol, server, serverPort), client * 65536 + clientPort);
  }

  findTemplate(protocol: number, virtual: Ipv4, virtualPort: number, network: Ipv4): Conn | undefined {
    return this.#templates.get(endpointKey(protocol, virtual, virtualPort), network * 65536);
  }

  /** Puts a new entry in, binds it to its destination and counts it there. One-packet entries are never found again. */
  add(init: ConnInit): Conn {
    const conn = new Conn(init);
    const { dest } = conn;
    if (conn.template) dest.persistent++;
    else dest.inactive++;
    dest.checkOverload();
    if (!conn.onePacket) {
      this.#index(conn);
      this.#all.add(conn);
    }
    return conn;
  }

  /** Starts the entry's time anew: every packet does. */
  touch(conn: Conn): void {
    conn.expiresUs = this.#clock.nowUs + conn.timeoutUs;
    if (!conn.alarm || conn.alarm.dueUs > conn.expiresUs) this.#setAlarm(conn, conn.expiresUs);
  }

  /** A packet is done with: the entry's time starts, or ends with it. */
  put(conn: Conn): void {
    if (conn.onePacket) this.#end(conn);
    else this.touch(conn);
  }

  expireNow(conn: Conn): void {
    conn.expiresUs = this.#clock.nowUs;
    this.#setAlarm(conn, conn.expiresUs);
  }

  setControl(conn: Conn, control: Conn): void {
    conn.control = control;
    control.controls++;
  }

  /** A template whose destination may not be used any more: it stays until its time, but nobody finds it. */
  invalidate(template: Conn): void {
    if (template.name.virtual.port === INVALID_PORT) return;
    this.#templates.delete(template.inKey, template.clientKey, template);
    const { name } = template;
    template.name = {
      ...name,
      client: { ip: name.client.ip, port: 0 },
      virtual: { ip: name.virtual.ip, port: INVALID_PORT },
      dest: { ip: name.dest.ip, port: INVALID_PORT },
    };
  }

  /** Forgets all entries without a word: the module is unloaded, or the machine is switched off. */
  abandon(): void {
    this.#timer?.cancel();
    this.#all.clear();
  }

  #index(conn: Conn): void {
    if (conn.template) this.#templates.set(conn.inKey, conn.clientKey, conn);
    else {
      this.#in.set(conn.inKey, conn.clientKey, conn);
      this.#out.set(conn.outKey, conn.clientKey, conn);
    }
  }

  #end(conn: Conn): void {
    if (conn.template) this.#templates.delete(conn.inKey, conn.clientKey, conn);
    else {
      this.#in.delete(conn.inKey, conn.clientKey, conn);
      this.#out.delete(conn.outKey, conn.clientKey, conn);
    }
    this.#all.delete(conn);
    conn.alarm = undefined;
    if (conn.control) conn.control.controls--;
    conn.control = undefined;
    const { dest } = conn;
    if (conn.template) dest.persistent--;
    else if (conn.inactive) dest.inactive--;
    else dest.active--;
    dest.checkRelief();
    this.#onExpired(conn);
  }

  /** The clock holds one call for all entries. A later expiry is found when the alarm rings, so most packets set none. */
  #setAlarm(conn: Conn, dueUs: number): void {
    const alarm = { dueUs, seq: this.#seq++, conn };
    conn.alarm = alarm;
    this.#alarms.push(alarm);
    if (!this.#timer || this.#timer.dueUs > dueUs) {
      this.#timer?.cancel();
      this.#timer = this.#clock.at(dueUs, this.#ring);
    }
  }

  readonly #ring = (): void => {
    const nowUs = this.#clock.nowUs;
    this.#timer = undefined;
    for (let alarm = this.#alarms.peek(); alarm && alarm.dueUs <= nowUs; alarm = this.#alarms.peek()) {
      this.#alarms.pop();
      const { conn } = alarm;
      if (conn.alarm !== alarm) continue;
      conn.alarm = undefined;
      if (conn.expiresUs > nowUs) this.#setAlarm(conn, conn.expiresUs);
      else if (conn.controls > 0) {
        conn.timeoutUs = CONTROLLING_TIMEOUT_US;
        this.touch(conn);
      } else this.#end(conn);
    }
    const next = this.#alarms.peek();
    if (next && !this.#timer) this.#timer = this.#clock.at(next.dueUs, this.#ring);
  };
}

/** The protocol of a firewall mark's template. */
export const MARK_PROTOCOL = IP;
