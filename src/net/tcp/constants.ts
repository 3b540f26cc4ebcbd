// The numbers of Linux's TCP (include/net/tcp.h, net/ipv4/sysctl_net_ipv4.c, as in 6.1).

import { MS, SECOND } from '../../base/time.ts';

export const INITIAL_RTO_US = SECOND;
export const MIN_RTO_US = 200 * MS;
export const MAX_RTO_US = 120 * SECOND;
export const INITIAL_CWND = 10;
export const DUP_ACK_THRESHOLD = 3;
/** TCP_TIMEWAIT_LEN: not a sysctl in Linux. */
export const TIME_WAIT_US = 60 * SECOND;

/** Delayed ACKs: TCP_DELACK_MIN = TCP_ATO_MIN = HZ/25, TCP_DELACK_MAX = HZ/5. */
export const MIN_ATO_US = 40 * MS;
export const MAX_DELACK_US = 200 * MS;
export const MAX_QUICKACKS = 16;

/** tcp_rmem's and tcp_wmem's middle values; half of the receive buffer is window (tcp_adv_win_scale = 1). */
export const RECEIVE_BUFFER = 131_072;
export const FULL_WINDOW = RECEIVE_BUFFER / 2;
/** What sk_sndbuf has grown to once a connection is established with an initial window of 10. */
export const SEND_BUFFER = 87_040;
/** An skb with its shared info costs this beside its data. */
export const SKB_OVERHEAD = 768;

export const WINDOW_SCALE = 7;
export const DEFAULT_MSS = 536;
/** IPv4 header + TCP header. */
export const HEADERS = 40;
/** nop, nop, timestamp. */
export const TIMESTAMP_OPTION = 12;

export const DEFAULTS = {
  'net/ipv4/tcp_syn_retries': 6,
  'net/ipv4/tcp_synack_retries': 5,
  'net/ipv4/tcp_retries2': 15,
  'net/ipv4/tcp_orphan_retries': 0,
  'net/ipv4/tcp_fin_timeout': 60,
  'net/ipv4/tcp_timestamps': 1,
  'net/ipv4/tcp_sack': 1,
  'net/ipv4/tcp_window_scaling': 1,
  'net/ipv4/tcp_max_syn_backlog': 128,
  'net/ipv4/tcp_abort_on_overflow': 0,
  'net/ipv4/ip_nonlocal_bind': 0,
  'net/core/somaxconn': 4096,
} as const;

export type TcpSysctl = keyof typeof DEFAULTS;
