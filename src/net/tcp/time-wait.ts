// What is left of a closed connection (net/ipv4/tcp_minisocks.c: tcp_timewait_state_process): a small record that answers
// late segments for a minute, first waiting for the peer's FIN (FIN_WAIT2) when that is still to come.

import type { Skb } from '../contract.ts';
import type { Ipv4 } from '../wire/address.ts';
import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN, type TcpSegment } from '../wire/packet.ts';
import type { Flow } from './flow.ts';
import { receiveWindow } from './output.ts';
import { seqAdd, seqAfter, seqBefore, seqDiff } from './seq.ts';
import type { Socket } from './socket.ts';
import type { Tcp } from './tcp.ts';

export class TimeWait implements Flow {
  readonly what = 'time-wait';
  nextFlow: Flow | undefined;
  readonly localIp: Ipv4;
  readonly localPort: number;
  readonly remoteIp: Ipv4;
  readonly remotePort: number;
  state: 'FIN_WAIT2' | 'TIME_WAIT';
  readonly sndNxt: number;
  rcvNxt: number;
  readonly window: number;
  readonly scale: number;
  readonly timestamps: boolean;
  tsRecent: number;
  readonly timestampOffset: number;
  dueUs = 0;

  constructor(s: Socket, state: 'FIN_WAIT2' | 'TIME_WAIT') {
    this.localIp = s.localIp;
    this.localPort = s.localPort;
    this.remoteIp = s.remoteIp;
    this.remotePort = s.remotePort;
    this.state = state;
    this.sndNxt = s.sndNxt;
    this.rcvNxt = s.rcvNxt;
    this.window = receiveWindow(s);
    this.scale = s.receiveScale;
    this.timestamps = s.timestamps;
    this.tsRecent = s.tsRecent;
    this.timestampOffset = s.timestampOffset;
  }
}

/** 'syn': a new connection may take the place of this one; the caller gives the segment to the listener. */
export function recvInTimeWait(tcp: Tcp, tw: TimeWait, skb: Skb, segment: TcpSegment): 'done' | 'syn' {
  const { flags, seq } = segment;
  const end = seqAdd(seq, segment.data.length + (flags & TCP_FIN ? 1 : 0) + (flags & TCP_SYN ? 1 : 0));
  const stamp = segment.options.timestamp;
  const old = stamp !== undefined && tw.timestamps && seqBefore(stamp.value, tw.tsRecent) && !(flags & TCP_RST);
  if (tw.state === 'FIN_WAIT2') {
    recvInFinWait2(tcp, tw, skb, segment, end, old);
    return 'done';
  }
  if (!old && seq === tw.rcvNxt && (seq === end || flags & TCP_RST)) {
    tcp.recordDelivered(skb.packet);
    if (flags & TCP_RST) tcp.forgetTimeWait(tw);
    else renew(tcp, tw, stamp?.value);
    return 'done';
  }
  if (
    flags & TCP_SYN &&
    !(flags & (TCP_RST | TCP_ACK)) &&
    !old &&
    (seqAfter(seq, tw.rcvNxt) || (stamp !== undefined && tw.timestamps && seqAfter(stamp.value, tw.tsRecent)))
  )
    return 'syn';
  tcp.drop(skb, { code: 'tcp-time-wait', port: tw.localPort });
  if (!(flags & TCP_RST)) {
    if (old || flags & TCP_ACK) tcp.scheduleTimeWait(tw);
    sendTimeWaitAck(tcp, tw);
  }
  return 'done';
}

function recvInFinWait2(tcp: Tcp, tw: TimeWait, skb: Skb, segment: TcpSegment, end: number, old: boolean): void {
  const { flags, seq } = segment;
  const outside = seqBefore(end, tw.rcvNxt) || seqAfter(seq, seqAdd(tw.rcvNxt, tw.window));
  if (old || outside) {
    tcp.drop(skb, { code: 'tcp-out-of-window', seq, expected: tw.rcvNxt, window: tw.window });
    if (!(flags & TCP_RST)) sendTimeWaitAck(tcp, tw);
    return;
  }
  if (flags & TCP_RST) {
    tcp.recordDelivered(skb.packet);
    return tcp.forgetTimeWait(tw);
  }
  if (!(flags & TCP_SYN) && (!(flags & TCP_ACK) || !seqAfter(end, tw.rcvNxt) || end === seq))
    return tcp.recordDelivered(skb.packet);
  if (flags & TCP_SYN || !(flags & TCP_FIN) || seqDiff(end, tw.rcvNxt) !== 1) {
    tcp.drop(skb, { code: 'tcp-data-after-close', state: tw.state });
    tcp.sendReset(skb.packet, segment);
    return tcp.forgetTimeWait(tw);
  }
  tcp.recordDelivered(skb.packet);
  tw.rcvNxt = end;
  tw.state = 'TIME_WAIT';
  tcp.recordState(tw, 'FIN_WAIT2', 'TIME_WAIT');
  renew(tcp, tw, segment.options.timestamp?.value);
  sendTimeWaitAck(tcp, tw);
}

function renew(tcp: Tcp, tw: TimeWait, stamp: number | undefined): void {
  if (stamp !== undefined) tw.tsRecent = stamp;
  tcp.scheduleTimeWait(tw);
}

/** tcp_v4_timewait_ack: no socket is behind it, so ident is 0. */
function sendTimeWaitAck(tcp: Tcp, tw: TimeWait): void {
  const value = (Math.floor(tcp.nowUs / 1000) + tw.timestampOffset) >>> 0;
  tcp.ip.send({
    src: tw.localIp,
    dst: tw.remoteIp,
    protocol: 6,
    payload: {
      type: 'tcp',
      srcPort: tw.localPort,
      dstPort: tw.remotePort,
      seq: tw.sndNxt,
      ack: tw.rcvNxt,
      flags: TCP_ACK,
      window: tw.window >> tw.scale,
      options: {
        mss: undefined,
        windowScale: undefined,
        sackPermitted: false,
        timestamp: tw.timestamps ? { value, echo: tw.tsRecent } : undefined,
        sack: undefined,
      },
      data: '',
    },
    dontFragment: true,
    ident: 0,
  });
}
