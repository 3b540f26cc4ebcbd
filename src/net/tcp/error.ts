// An ICMP error about a segment of ours (net/ipv4/tcp_ipv4.c: tcp_v4_err). While connecting it ends the attempt; later it is
// only remembered, since a connection survives a broken path (RFC 1122 §4.2.3.9). "Fragmentation needed" makes segments smaller.

import { errno, type ErrnoName } from '../../base/errno.ts';
import { ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE, type IcmpMessage, type Ipv4Packet } from '../wire/packet.ts';
import { HEADERS, TIMESTAMP_OPTION } from './constants.ts';
import { resendLost } from './output.ts';
import { seqAfter, seqBefore } from './seq.ts';
import type { Socket } from './socket.ts';
import type { Tcp } from './tcp.ts';

const FRAGMENTATION_NEEDED = 4;

/** icmp_err_convert, by code of "destination unreachable". */
const UNREACHABLE: readonly ErrnoName[] = [
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENOPROTOOPT',
  'ECONNREFUSED',
  'EMSGSIZE',
  'EOPNOTSUPP',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
  'EHOSTUNREACH',
];

export function recvIcmpError(tcp: Tcp, error: IcmpMessage, about: Ipv4Packet): void {
  const segment = about.payload;
  if (segment.type !== 'tcp') return;
  if (error.icmpType !== ICMP_UNREACHABLE && error.icmpType !== ICMP_TIME_EXCEEDED) return;
  const flow = tcp.flows.find(about.src, segment.srcPort, about.dst, segment.dstPort);
  if (!flow || flow.what === 'time-wait') return;
  const lost = error.icmpType === ICMP_TIME_EXCEEDED || error.icmpCode <= 1;
  if (flow.what === 'request') {
    if (lost && segment.seq === flow.iss) flow.listener.recvError(flow);
    return;
  }
  if (seqBefore(segment.seq, flow.sndUna) || seqAfter(segment.seq, flow.sndNxt)) return;
  if (error.icmpType === ICMP_UNREACHABLE && error.icmpCode === FRAGMENTATION_NEEDED)
    return shrink(flow, error.rest & 0xffff);
  const name = error.icmpType === ICMP_TIME_EXCEEDED ? 'EHOSTUNREACH' : UNREACHABLE[error.icmpCode];
  if (!name) return;
  if (flow.state === 'SYN_SENT' || flow.state === 'SYN_RECV') flow.fail(errno(name));
  else flow.softError = errno(name);
}

/** tcp_v4_mtu_reduced: what was too large is cut smaller and sent at once. */
function shrink(s: Socket, mtu: number): void {
  if (mtu < 552) return;
  const mss = mtu - HEADERS - (s.timestamps ? TIMESTAMP_OPTION : 0);
  if (mss >= s.mss) return;
  s.mss = mss;
  const resized: Socket['sent'] = [];
  for (const one of s.sent.slice(s.sentHead)) {
    for (let seq = one.seq; seqBefore(seq, one.end);) {
      const left = (one.end - seq) | 0;
      const end = left > mss ? (seq + mss) >>> 0 : one.end;
      const flags = end === one.end ? one.flags : one.flags & ~9;
      resized.push({ seq, end, flags, sentUs: one.sentUs, retransmits: one.retransmits, sacked: false, lost: true });
      seq = end;
    }
  }
  s.sent = resized;
  s.sentHead = 0;
  resendLost(s);
}
