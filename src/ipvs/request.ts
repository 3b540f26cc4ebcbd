// Packets on their way to a virtual address (ip_vs_in_hook, 6.1): from outside at LOCAL_IN, from a client on the director at
// LOCAL_OUT. They find their connection's entry, or get one from the scheduler, and are sent on to the real server.

import type { Skb, Verdict } from '../net/contract.ts';
import {
  ICMP_UNREACHABLE,
  TCP_ACK,
  TCP_FIN,
  TCP_RST,
  TCP_SYN,
  type TcpSegment,
  type UdpDatagram,
} from '../net/wire/packet.ts';
import type { Conn } from './conn.ts';
import { passState } from './conn-state.ts';
import { recvErrorIn } from './icmp.ts';
import { schedule } from './schedule.ts';
import { TCP, UDP, type Service } from './service.ts';
import type { IpvsState } from './state.ts';
import { CLOSE, FIN_WAIT, TIME_WAIT } from './tcp-state.ts';
import { TRANSMIT } from './xmit/index.ts';

const PORT_UNREACHABLE = 3;

export function recvRequest(ipvs: IpvsState, skb: Skb): Verdict {
  if (skb.ipvs || !ipvs.enabled) return 'accept';
  const { payload } = skb.packet;
  if (payload.type === 'icmp') return recvErrorIn(ipvs, skb) ?? 'accept';
  if (payload.type !== 'tcp' && payload.type !== 'udp') {
    if (ipvs.sysctl.ignore_tunneled.value) skb.ipvs = true;
    return 'accept';
  }
  const protocol = payload.type === 'tcp' ? TCP : UDP;
  const { src, dst } = skb.packet;
  let conn = ipvs.conns.findIn(protocol, dst, payload.dstPort, src, payload.srcPort);
  if (conn && isReuse(ipvs, conn, payload)) {
    if (conn.controls === 0) ipvs.conns.expireNow(conn);
    conn = undefined;
  }
  if (conn && !conn.dest.available) {
    if (!ipvs.sysctl.expire_nodest_conn.value) {
      const { address, port } = conn.dest;
      ipvs.ip.drop(skb.packet, 'ipvs', { code: 'ipvs-dest-gone', address, port });
      return 'drop';
    }
    ipvs.conns.expireNow(conn);
    conn = undefined;
  }
  if (!conn) {
    const scheduled = scheduleNew(ipvs, skb, payload, protocol);
    if (scheduled === 'accept' || scheduled === 'drop') return scheduled;
    conn = scheduled;
  }
  ipvs.countIn(conn, skb.packet);
  passState(ipvs, conn, payload, false);
  const verdict = TRANSMIT[conn.name.forwarding](ipvs, skb, conn);
  ipvs.conns.put(conn);
  return verdict;
}

/** A client that starts anew on an entry that is as good as over, or whose server shall take nothing new. */
function isReuse({ sysctl }: IpvsState, conn: Conn, segment: TcpSegment | UdpDatagram): boolean {
  if (segment.type !== 'tcp' || !(segment.flags & TCP_SYN) || segment.flags & (TCP_ACK | TCP_FIN | TCP_RST))
    return false;
  if (sysctl.expire_nodest_conn.value && conn.dest.weight === 0) return true;
  if (sysctl.conn_reuse_mode.value === 0 || conn.control) return false;
  const { state } = conn;
  return (
    state === TIME_WAIT ||
    state === CLOSE ||
    (!!(sysctl.conn_reuse_mode.value & 2) && state === FIN_WAIT && conn.noOutput)
  );
}

/** 'accept': not for us, let the local stack have it. */
function scheduleNew(
  ipvs: IpvsState,
  skb: Skb,
  segment: TcpSegment | UdpDatagram,
  protocol: number,
): Conn | 'accept' | 'drop' {
  const { src, dst } = skb.packet;
  if (segment.type === 'tcp') {
    if (segment.flags & TCP_RST) return 'accept';
    if (!(segment.flags & TCP_SYN) && !ipvs.sysctl.sloppy_tcp.value) return 'accept';
  }
  const service = ipvs.services.find(skb.mark, protocol, dst, segment.dstPort);
  if (!service) return 'accept';
  // A local server's reply that happens to go to a virtual address is not a request.
  const local = skb.inDev === undefined || skb.inDev === 'lo';
  if (local && ipvs.conns.findIn(protocol, src, segment.srcPort, dst, segment.dstPort)) return 'accept';
  const flow = {
    client: src,
    clientPort: segment.srcPort,
    virtual: dst,
    virtualPort: segment.dstPort,
    nowUs: ipvs.ip.sim.nowUs,
  };
  const conn = schedule(ipvs, service, protocol, flow, skb);
  if (conn === 'not-ours') return 'accept';
  return conn === 'refused' ? refuse(ipvs, skb, service) : conn;
}

/** The client is told at once, in the name of the virtual address; a listener of the director's own is not asked. */
function refuse({ ip }: IpvsState, skb: Skb, service: Service): 'drop' {
  const { dests } = service;
  ip.drop(skb.packet, 'ipvs', {
    code: 'ipvs-no-destination',
    scheduler: service.scheduler.name,
    dests: dests.length,
    quiesced: dests.filter((dest) => dest.weight === 0).length,
    overloaded: dests.filter((dest) => dest.overloaded).length,
  });
  ip.sendIcmpError(skb, ICMP_UNREACHABLE, PORT_UNREACHABLE);
  return 'drop';
}
