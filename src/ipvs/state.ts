// Everything that IPVS keeps on one host (struct netns_ipvs), shared by the hooks, the scheduler's caller and the control side.

import type { IpLayer } from '../net/contract.ts';
import { sizeIpv4, type Ipv4Packet } from '../net/wire/packet.ts';
import { SECOND } from '../base/time.ts';
import { ConnTable, type Conn } from './conn.ts';
import { Trash } from './dest.ts';
import { ServiceTable } from './service.ts';
import { Stats } from './stats.ts';
import { addVsRows, type VsSysctl } from './sysctl.ts';
import { ESTABLISHED, FIN_WAIT, TCP_TIMEOUTS } from './tcp-state.ts';

export class IpvsState {
  readonly ip: IpLayer;
  readonly services = new ServiceTable();
  readonly conns: ConnTable;
  readonly trash: Trash;
  readonly total: Stats;
  readonly sysctl: VsSysctl;
  /** By TCP state, in microseconds. */
  readonly tcpTimeoutsUs: number[] = TCP_TIMEOUTS.map((seconds) => seconds * SECOND);
  udpTimeoutUs = 300 * SECOND;
  /** From the first service on, the hooks look at packets. */
  enabled = false;
  readonly #loadedUs: number;

  constructor(ip: IpLayer) {
    this.ip = ip;
    this.sysctl = addVsRows(ip);
    this.#loadedUs = ip.sim.nowUs;
    this.conns = new ConnTable(ip.sim.clock, (conn) => this.#expired(conn));
    this.trash = new Trash(ip.sim.clock);
    this.total = this.makeStats();
  }

  makeStats(): Stats {
    return new Stats(this.#loadedUs, this.ip.sim.nowUs);
  }

  countConnection(conn: Conn): void {
    const { nowUs } = this.ip.sim;
    conn.dest.stats.countConnection(nowUs);
    conn.dest.service.stats.countConnection(nowUs);
    this.total.countConnection(nowUs);
  }

  countIn(conn: Conn, packet: Ipv4Packet): void {
    if (!conn.dest.available) return;
    const { nowUs } = this.ip.sim;
    const bytes = sizeIpv4(packet);
    conn.dest.stats.countIn(bytes, nowUs);
    conn.dest.service.stats.countIn(bytes, nowUs);
    this.total.countIn(bytes, nowUs);
  }

  countOut(conn: Conn, packet: Ipv4Packet): void {
    if (!conn.dest.available) return;
    const { nowUs } = this.ip.sim;
    const bytes = sizeIpv4(packet);
    conn.dest.stats.countOut(bytes, nowUs);
    conn.dest.service.stats.countOut(bytes, nowUs);
    this.total.countOut(bytes, nowUs);
  }

  get timeouts(): { tcpSeconds: number; tcpFinSeconds: number; udpSeconds: number } {
    return {
      tcpSeconds: this.tcpTimeoutsUs[ESTABLISHED]! / SECOND,
      tcpFinSeconds: this.tcpTimeoutsUs[FIN_WAIT]! / SECOND,
      udpSeconds: this.udpTimeoutUs / SECOND,
    };
  }

  set timeouts({ tcpSeconds, tcpFinSeconds, udpSeconds }) {
    if (tcpSeconds > 0) this.tcpTimeoutsUs[ESTABLISHED] = tcpSeconds * SECOND;
    if (tcpFinSeconds > 0) this.tcpTimeoutsUs[FIN_WAIT] = tcpFinSeconds * SECOND;
    if (udpSeconds > 0) this.udpTimeoutUs = udpSeconds * SECOND;
  }

  #expired(conn: Conn): void {
    this.ip.sim.record({ kind: 'ipvs.conn.expired', host: this.ip.host, conn: conn.name, state: conn.stateName });
  }
}
