// Connection entries (ip_vs_conn.c): how packets find them in both directions, and when they end. Templates, which remember
// a persistent client's server, are entries of their own kind that only new connections look for.

import { SECOND } from '../base/time.ts';
import type { Ipv4 } from '../net/wire/address.ts';
import { Due, type Clock } from '../sim/clock.ts';
import type { Endpoint } from './control.ts';
import type { ConnName } from './events.ts';
import type { Dest } from './dest.ts';
import { IP, PROTOCOLS, TCP, UDP } from './service.ts';
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
  /** When the clock looks whether it has ended; a later `expiresUs` is found then. */
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

  /** Where replies come from: the server behind NAT, otherwise the virtual address itself. */
  get repliesFrom(): Endpoint {
    return this.name.forwarding === 'nat' ? this.name.dest : this.name.virtual;
  }
}

class Alarm extends Due {
  readonly #table: ConnTable;
  readonly #conn: Conn;

  constructor(table: ConnTable, conn: Conn) {
    super();
    this.#table = table;
    this.#conn = conn;
  }

  happen(): void {
    this.#table.ring(this.#conn);
  }
}

/** One entry under one pair of ends. */
interface Link {
  readonly conn: Conn;
  readonly server: Endpoint;
  /** The next in the chain of those with the same key. */
  next: Link | undefined;
}

/** Entries by their two ends: a table keyed by the ports, which almost always decide, with chains for those that share them. */
class Index {
  readonly #chains = new Map<number, Link>();

  get(protocol: number, server: Ipv4, serverPort: number, client: Ipv4, clientPort: number): Conn | undefined {
    for (let link = this.#chains.get(serverPort ^ clientPort); link; link = link.next) {
      const { conn } = link;
      if (
        conn.name.client.ip === client &&
        conn.name.client.port === clientPort &&
        link.server.ip === server &&
        link.server.port === serverPort &&
        conn.protocol === protocol
      )
        return conn;
    }
    return undefined;
  }

  /** A newer entry with the same ends is found before an older one. */
  set(server: Endpoint, conn: Conn): void {
    const key = server.port ^ conn.name.client.port;
    this.#chains.set(key, { conn, server, next: this.#chains.get(key) });
  }

  delete(server: Endpoint, conn: Conn): void {
    const key = server.port ^ conn.name.client.port;
    let link = this.#chains.get(key);
    if (link?.conn === conn) {
      if (link.next) this.#chains.set(key, link.next);
      else this.#chains.delete(key);
      return;
    }
    while (link && link.next?.conn !== conn) link = link.next;
    if (link) link.next = link.next!.next;
  }
}

export class ConnTable {
  readonly #clock: Clock;
  readonly #onExpired: (conn: Conn) => void;
  readonly #in = new Index();
  readonly #out = new Index();
  readonly #templates = new Index();
  readonly #all = new Set<Conn>();

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
    return this.#in.get(protocol, virtual, virtualPort, client, clientPort);
  }

  /** The entry of a packet from the server to `client`. */
  findOut(protocol: number, server: Ipv4, serverPort: number, client: Ipv4, clientPort: number): Conn | undefined {
    return this.#out.get(protocol, server, serverPort, client, clientPort);
  }

  findTemplate(protocol: number, virtual: Ipv4, virtualPort: number, network: Ipv4): Conn | undefined {
    return this.#templates.get(protocol, virtual, virtualPort, network, 0);
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
    this.#templates.delete(template.name.virtual, template);
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
    for (const conn of this.#all) conn.alarm?.cancel();
    this.#all.clear();
  }

  #index(conn: Conn): void {
    if (conn.template) this.#templates.set(conn.name.virtual, conn);
    else {
      this.#in.set(conn.name.virtual, conn);
      this.#out.set(conn.repliesFrom, conn);
    }
  }

  #end(conn: Conn): void {
    if (conn.template) this.#templates.delete(conn.name.virtual, conn);
    else {
      this.#in.delete(conn.name.virtual, conn);
      this.#out.delete(conn.repliesFrom, conn);
    }
    this.#all.delete(conn);
    conn.alarm?.cancel();
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

  /** A later expiry is found when the alarm rings, so most packets set none. */
  #setAlarm(conn: Conn, dueUs: number): void {
    conn.alarm?.cancel();
    conn.alarm = new Alarm(this, conn);
    this.#clock.schedule(conn.alarm, dueUs);
  }

  /** @internal Has it ended? */
  ring(conn: Conn): void {
    conn.alarm = undefined;
    if (conn.expiresUs > this.#clock.nowUs) this.#setAlarm(conn, conn.expiresUs);
    else if (conn.controls > 0) {
      conn.timeoutUs = CONTROLLING_TIMEOUT_US;
      this.touch(conn);
    } else this.#end(conn);
  }
}

/** The protocol of a firewall mark's template. */
export const MARK_PROTOCOL = IP;
