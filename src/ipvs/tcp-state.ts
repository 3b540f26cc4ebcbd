// IPVS's view of a TCP connection (ip_vs_proto_tcp.c, 6.1): next state by what a segment is, in which direction it passes, and
// the state before. In: client → virtual address. Out: the real server's replies, where they pass the director (NAT).
// In only: direct routing and tunnels, where replies do not. The tables of secure_tcp are left out (that sysctl is a stub).

import { TCP_ACK, TCP_FIN, TCP_RST, TCP_SYN } from '../net/wire/packet.ts';

export const NONE = 0;
export const ESTABLISHED = 1;
export const SYN_SENT = 2;
export const SYN_RECV = 3;
export const FIN_WAIT = 4;
export const TIME_WAIT = 5;
export const CLOSE = 6;
export const CLOSE_WAIT = 7;
export const LAST_ACK = 8;
export const LISTEN = 9;
export const SYNACK = 10;

export const TCP_STATES = [
  'NONE',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'SYNACK',
] as const;

/** Seconds, by state. `ipvsadm --set` changes ESTABLISHED and FIN_WAIT. */
export const TCP_TIMEOUTS: readonly number[] = [2, 900, 120, 60, 120, 120, 10, 60, 30, 120, 120];

/** Whether a state counts as ActiveConn. */
export const isActive = (state: number): boolean =>
  state === ESTABLISHED || state === SYN_SENT || state === SYN_RECV || state === SYNACK;

const NAMES: Readonly<Record<string, number>> = {
  NO: NONE,
  ES: ESTABLISHED,
  SS: SYN_SENT,
  SR: SYN_RECV,
  FW: FIN_WAIT,
  TW: TIME_WAIT,
  CL: CLOSE,
  CW: CLOSE_WAIT,
  LA: LAST_ACK,
  LI: LISTEN,
  SA: SYNACK,
};

const row = (states: string): readonly number[] =>
  states
    .trim()
    .split(/\s+/)
    .map((name) => NAMES[name]!);

export const DIRECTION_IN = 0;
export const DIRECTION_OUT = 1;
export const DIRECTION_IN_ONLY = 2;

/** [direction][segment: syn, fin, ack, rst][state before] */
const NEXT: readonly (readonly (readonly number[])[])[] = [
  [
    //          NO ES SS SR FW TW CL CW LA LI SA
    /* syn */ row('SR ES ES SR SR SR SR SR SR SR SR'),
    /* fin */ row('CL CW SS TW TW TW CL CW LA LI TW'),
    /* ack */ row('ES ES SS ES FW TW CL CW CL LI ES'),
    /* rst */ row('CL CL CL SR CL CL CL CL LA LI SR'),
  ],
  [
    //          NO ES SS SR FW TW CL CW LA LI SA
    /* syn */ row('SS ES SS SR SS SS SS SS SS LI SR'),
    /* fin */ row('TW FW SS TW FW TW CL TW LA LI TW'),
    /* ack */ row('ES ES SS ES FW TW CL CW LA ES ES'),
    /* rst */ row('CL CL SS CL CL TW CL CL CL CL CL'),
  ],
  [
    //          NO ES SS SR FW TW CL CW LA LI SA
    /* syn */ row('SR ES ES SR SR SR SR SR SR SR SR'),
    /* fin */ row('CL FW SS TW FW TW CL CW LA LI TW'),
    /* ack */ row('ES ES SS ES FW TW CL CW CL LI ES'),
    /* rst */ row('CL CL CL SR CL CL CL CL LA LI CL'),
  ],
];

/** The state after a segment with `flags`. RST wins over SYN over FIN over ACK; none of them closes. */
export function nextTcpState(direction: number, flags: number, before: number): number {
  const segment = flags & TCP_RST ? 3 : flags & TCP_SYN ? 0 : flags & TCP_FIN ? 1 : flags & TCP_ACK ? 2 : -1;
  return segment < 0 ? CLOSE : NEXT[direction]![segment]![before]!;
}
