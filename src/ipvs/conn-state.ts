// A packet of a connection passes: its next state, the time that state has, and whether the destination counts it as active.

import type { TcpSegment, UdpDatagram } from '../net/wire/packet.ts';
import type { Conn } from './conn.ts';
import type { IpvsState } from './state.ts';
import { DIRECTION_IN, DIRECTION_IN_ONLY, DIRECTION_OUT, ESTABLISHED, isActive, nextTcpState } from './tcp-state.ts';

export function passState(ipvs: IpvsState, conn: Conn, segment: TcpSegment | UdpDatagram, outbound: boolean): void {
  if (segment.type === 'udp') {
    conn.timeoutUs = ipvs.udpTimeoutUs;
    if (outbound) assureTemplate(conn);
    return;
  }
  let direction = outbound ? DIRECTION_OUT : DIRECTION_IN;
  if (conn.noOutput) {
    if (outbound) conn.noOutput = false;
    else direction = DIRECTION_IN_ONLY;
  }
  const before = conn.state;
  const after = nextTcpState(direction, segment.flags, before);
  conn.timeoutUs = ipvs.tcpTimeoutsUs[after]!;
  if (after === before) return;
  const beforeName = conn.stateName;
  conn.state = after;
  countActive(conn, isActive(after));
  if (after === ESTABLISHED) assureTemplate(conn);
  ipvs.ip.sim.record({
    kind: 'ipvs.conn.state',
    host: ipvs.ip.host,
    conn: conn.name,
    before: beforeName,
    after: conn.stateName,
    direction: outbound ? 'out' : 'in',
    timeoutUs: conn.timeoutUs,
    seq: 0,
    atUs: 0,
  });
}

function countActive(conn: Conn, active: boolean): void {
  if (conn.inactive !== active) return;
  conn.inactive = !active;
  conn.dest.active += active ? 1 : -1;
  conn.dest.inactive -= active ? 1 : -1;
}

/** The client has proved to be there. */
function assureTemplate({ control }: Conn): void {
  if (control?.template) control.state = 1;
}
