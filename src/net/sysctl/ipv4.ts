// net/ipv4/*, as a fresh 6.1 kernel has them (net/ipv4/sysctl_net_ipv4.c and friends), and net/core/somaxconn. `live` rows are
// read by the stack; `stub` rows are there, hold what is written to them within the kernel's limits, and change nothing.

import { errno } from '../../base/errno.ts';
import { IntRow, IntsRow, TextRow, type RowHead } from './kinds.ts';
import type { Sysctls } from '../sysctl.ts';

type Range = readonly [min: number, max: number];
const BOOL: Range = [0, 1];
const BYTE: Range = [0, 255];
const ANY: Range = [-0x8000_0000, 0x7fff_ffff];
const COUNT: Range = [0, 0x7fff_ffff];

type Row = readonly [key: string, value: number, status: 'live' | 'stub', range: Range, zh: string, en: string];

const ICMP: readonly Row[] = [
  ['icmp_echo_enable_probe', 0, 'stub', BOOL, '回答扩展 ping 探测', 'answer extended echo probes'],
  ['icmp_echo_ignore_all', 0, 'live', BOOL, '不回答任何 ping', 'answer no ping'],
  ['icmp_echo_ignore_broadcasts', 1, 'live', BOOL, '不回答广播 ping', 'answer no broadcast ping'],
  [
    'icmp_errors_use_inbound_ifaddr',
    0,
    'live',
    BOOL,
    'ICMP 差错用入口网卡的地址发出',
    'send ICMP errors from the address of the inbound device',
  ],
  ['icmp_ignore_bogus_error_responses', 1, 'stub', BOOL, '不记录错误的 ICMP 差错', 'do not log bogus ICMP errors'],
  ['icmp_msgs_burst', 50, 'live', COUNT, '全机 ICMP 差错的突发上限', 'burst of ICMP errors of the whole host'],
  ['icmp_msgs_per_sec', 1000, 'live', COUNT, '全机每秒 ICMP 差错上限', 'ICMP errors per second of the whole host'],
  [
    'icmp_ratelimit',
    1000,
    'live',
    COUNT,
    '对同一目标发 ICMP 差错的最小间隔（毫秒）',
    'least time between ICMP errors to one host, milliseconds',
  ],
  ['icmp_ratemask', 6168, 'live', ANY, '哪些 ICMP 类型受限速（位掩码）', 'which ICMP types are rate limited, as bits'],
  ['igmp_link_local_mcast_reports', 1, 'stub', BYTE, '报告本地链路组播组', 'report link-local groups'],
  ['igmp_max_memberships', 20, 'stub', ANY, '最多加入的组播组', 'groups that a socket may join'],
  ['igmp_max_msf', 10, 'stub', ANY, '每组最多的源过滤', 'source filters of a group'],
  ['igmp_qrv', 2, 'stub', [1, 0x7fff_ffff], 'IGMP 健壮系数', 'IGMP robustness'],
];

const IP: readonly Row[] = [
  ['fib_multipath_hash_fields', 7, 'stub', [0, 255], '多路径散列用哪些字段', 'fields of the multipath hash'],
  ['fib_multipath_hash_policy', 0, 'stub', [0, 3], '多路径散列策略', 'multipath hash policy'],
  ['fib_multipath_use_neigh', 0, 'stub', BOOL, '多路径时看邻居状态', 'multipath looks at neighbours'],
  ['fib_notify_on_flag_change', 0, 'stub', [0, 2], '路由卸载标志变化时通知', 'notify of offload flags'],
  ['fwmark_reflect', 0, 'stub', BYTE, '内核回应的包带原包标记', "the kernel's answers carry the mark of the question"],
  ['ip_autobind_reuse', 0, 'stub', BOOL, '自动绑定时允许端口复用', 'reuse ports on automatic bind'],
  ['ip_default_ttl', 64, 'live', [1, 255], '发出的包的初始 TTL', 'TTL of packets that this host sends'],
  ['ip_dynaddr', 0, 'stub', BYTE, '地址变化时改写连接', 'rewrite connections when the address changes'],
  ['ip_early_demux', 1, 'stub', BYTE, '收包时提前找套接字', 'look for the socket before routing'],
  ['ip_forward_update_priority', 1, 'stub', BOOL, '转发时按 TOS 更新优先级', 'forwarding sets priority by TOS'],
  ['ip_forward_use_pmtu', 0, 'stub', BYTE, '转发时使用路径 MTU', 'forwarding believes path MTUs'],
  ['ip_no_pmtu_disc', 0, 'stub', BYTE, '不做路径 MTU 发现', 'no path MTU discovery'],
  ['ip_nonlocal_bind', 0, 'live', BYTE, '允许绑定非本机地址', 'bind to addresses that are not local'],
  [
    'ip_unprivileged_port_start',
    1024,
    'stub',
    [0, 65535],
    '普通用户可用的最小端口',
    'first port that needs no privilege',
  ],
  ['ipfrag_high_thresh', 4194304, 'stub', COUNT, '分片重组内存上限', 'most memory for fragments'],
  ['ipfrag_low_thresh', 3145728, 'stub', COUNT, '分片重组内存下限', 'memory for fragments after cleaning'],
  ['ipfrag_max_dist', 64, 'stub', COUNT, '同源分片的最大间距', 'disorder allowed between fragments'],
  ['ipfrag_time', 30, 'live', COUNT, '等待其余分片的秒数', 'seconds to wait for missing fragments'],
  ['nexthop_compat_mode', 1, 'stub', BOOL, '下一跳对象兼容模式', 'nexthop objects in old style'],
  ['raw_l3mdev_accept', 1, 'stub', BOOL, '原始套接字跨 VRF', 'raw sockets across VRFs'],
  ['route/min_adv_mss', 256, 'stub', ANY, '通告的最小 MSS', 'least MSS to advertise'],
  ['route/min_pmtu', 552, 'live', [68, 0x7fff_ffff], '接受的最小路径 MTU', 'least path MTU to believe'],
  ['route/mtu_expires', 600, 'live', ANY, '路径 MTU 的有效秒数', 'seconds that a path MTU is believed'],
  ['udp_early_demux', 1, 'stub', BYTE, 'UDP 提前找套接字', 'UDP looks for the socket early'],
  ['udp_l3mdev_accept', 0, 'stub', BOOL, 'UDP 跨 VRF', 'UDP across VRFs'],
  ['udp_rmem_min', 4096, 'stub', [1, 0x7fff_ffff], 'UDP 接收缓冲下限', 'least UDP receive buffer'],
  ['udp_wmem_min', 4096, 'stub', [1, 0x7fff_ffff], 'UDP 发送缓冲下限', 'least UDP send buffer'],
  ['xfrm4_gc_thresh', 32768, 'stub', ANY, 'IPsec 回收阈值', 'IPsec collection threshold'],
];

const TCP: readonly Row[] = [
  ['tcp_abort_on_overflow', 0, 'live', BYTE, '接受队列满时回 RST', 'reset when the accept queue is full'],
  ['tcp_adv_win_scale', 1, 'stub', [-31, 31], '接收缓冲中窗口的份额', 'share of the buffer that is window'],
  ['tcp_app_win', 31, 'stub', [0, 31], '给应用预留的缓冲', 'buffer kept for the application'],
  ['tcp_autocorking', 1, 'stub', BYTE, '自动合并小包', 'gather small writes'],
  ['tcp_base_mss', 1024, 'stub', ANY, 'MTU 探测的起始 MSS', 'MSS that MTU probing starts from'],
  ['tcp_challenge_ack_limit', 2147483647, 'stub', ANY, '每秒质询 ACK 上限', 'challenge ACKs per second'],
  ['tcp_child_ehash_entries', 0, 'stub', COUNT, '子命名空间连接表大小', 'connection table of a child namespace'],
  ['tcp_comp_sack_delay_ns', 1000000, 'stub', ANY, '压缩 SACK 的延迟', 'delay of compressed SACKs'],
  ['tcp_comp_sack_nr', 44, 'stub', BYTE, '压缩 SACK 的个数', 'number of compressed SACKs'],
  ['tcp_comp_sack_slack_ns', 100000, 'stub', ANY, '压缩 SACK 的余量', 'slack of compressed SACKs'],
  ['tcp_dsack', 1, 'stub', BYTE, '发送重复 SACK', 'send duplicate SACKs'],
  ['tcp_early_demux', 1, 'stub', BYTE, 'TCP 提前找套接字', 'TCP looks for the socket early'],
  ['tcp_early_retrans', 3, 'stub', [0, 4], '尾部丢包探测', 'tail loss probes'],
  ['tcp_ecn', 2, 'stub', [0, 2], '显式拥塞通知', 'explicit congestion notification'],
  ['tcp_ecn_fallback', 1, 'stub', BOOL, 'ECN 失败后不用 ECN', 'give ECN up when it fails'],
  ['tcp_fack', 0, 'stub', BYTE, '（已无作用）', '(no longer has a meaning)'],
  ['tcp_fastopen', 1, 'stub', ANY, '快速打开', 'fast open'],
  ['tcp_fastopen_blackhole_timeout_sec', 0, 'stub', COUNT, '快速打开受阻后的停用时间', 'pause after fast open failed'],
  ['tcp_fin_timeout', 60, 'live', ANY, '孤儿连接停在 FIN_WAIT2 的秒数', 'seconds that an orphan stays in FIN_WAIT2'],
  ['tcp_frto', 2, 'stub', BYTE, '识别伪超时', 'detect spurious timeouts'],
  ['tcp_fwmark_accept', 0, 'stub', BYTE, '新连接继承标记', 'connections take the mark of their SYN'],
  ['tcp_invalid_ratelimit', 500, 'stub', ANY, '回应无效段的最小间隔', 'least time between answers to bad segments'],
  ['tcp_keepalive_intvl', 75, 'stub', ANY, '保活探测间隔（秒）', 'seconds between keepalive probes'],
  ['tcp_keepalive_probes', 9, 'stub', BYTE, '保活探测次数', 'keepalive probes'],
  ['tcp_keepalive_time', 7200, 'stub', ANY, '空闲多久后保活（秒）', 'idle seconds before keepalive'],
  ['tcp_l3mdev_accept', 0, 'stub', BOOL, 'TCP 跨 VRF', 'TCP across VRFs'],
  ['tcp_limit_output_bytes', 1048576, 'stub', ANY, '网卡队列中的字节上限', 'bytes in the device queue'],
  ['tcp_max_reordering', 300, 'stub', ANY, '乱序上限', 'most reordering'],
  ['tcp_max_syn_backlog', 128, 'live', ANY, '半连接队列上限', 'half-open connections of a listener'],
  ['tcp_max_tw_buckets', 8192, 'stub', ANY, 'TIME_WAIT 连接上限', 'most connections in TIME_WAIT'],
  ['tcp_migrate_req', 0, 'stub', BOOL, '迁移半连接', 'move half-open connections between listeners'],
  ['tcp_min_rtt_wlen', 300, 'stub', [0, 86400], '最小 RTT 的观察窗（秒）', 'window of the least RTT, seconds'],
  ['tcp_min_snd_mss', 48, 'stub', [48, 65535], '发送 MSS 下限', 'least MSS to send'],
  ['tcp_min_tso_segs', 2, 'stub', BYTE, '最少合并段数', 'least segments of an offload'],
  ['tcp_moderate_rcvbuf', 1, 'stub', BYTE, '自动调整接收缓冲', 'tune the receive buffer'],
  ['tcp_mtu_probe_floor', 48, 'stub', [48, 65535], 'MTU 探测下限', 'floor of MTU probing'],
  ['tcp_mtu_probing', 0, 'stub', BYTE, 'MTU 探测', 'MTU probing'],
  ['tcp_no_metrics_save', 0, 'stub', BYTE, '不保存连接的度量', 'forget the metrics of connections'],
  ['tcp_no_ssthresh_metrics_save', 1, 'stub', BOOL, '不保存慢启动阈值', 'forget slow start thresholds'],
  ['tcp_orphan_retries', 0, 'live', BYTE, '孤儿连接的重传次数', 'retries of an orphan'],
  ['tcp_pacing_ca_ratio', 120, 'stub', [0, 1000], '拥塞避免时的节奏（%）', 'pacing in congestion avoidance, per cent'],
  ['tcp_pacing_ss_ratio', 200, 'stub', [0, 1000], '慢启动时的节奏（%）', 'pacing in slow start, per cent'],
  ['tcp_probe_interval', 600, 'stub', COUNT, 'MTU 探测间隔', 'MTU probe interval'],
  ['tcp_probe_threshold', 8, 'stub', ANY, 'MTU 探测阈值', 'MTU probe threshold'],
  ['tcp_recovery', 1, 'stub', BYTE, '丢包恢复算法（位）', 'loss recovery, as bits'],
  ['tcp_reflect_tos', 0, 'stub', BOOL, 'SYN-ACK 沿用 TOS', 'the SYN-ACK takes the TOS of the SYN'],
  ['tcp_reordering', 3, 'stub', ANY, '起始乱序度', 'reordering to begin with'],
  ['tcp_retrans_collapse', 1, 'stub', BYTE, '重传时合并', 'collapse on retransmission'],
  ['tcp_retries1', 3, 'stub', [0, 255], '几次重传后怀疑路由', 'retries before the route is suspected'],
  ['tcp_retries2', 15, 'live', BYTE, '放弃连接前的重传次数', 'retries before a connection is given up'],
  ['tcp_rfc1337', 0, 'stub', BYTE, 'TIME_WAIT 不理会 RST', 'TIME_WAIT ignores RST'],
  ['tcp_sack', 1, 'live', BYTE, '选择性确认', 'selective acknowledgements'],
  ['tcp_shrink_window', 0, 'stub', BOOL, '允许缩小窗口', 'let the window shrink'],
  ['tcp_slow_start_after_idle', 1, 'stub', BYTE, '空闲后重新慢启动', 'slow start after idleness'],
  ['tcp_stdurg', 0, 'stub', BYTE, '紧急指针按标准解释', 'urgent pointer by the standard'],
  ['tcp_syn_retries', 6, 'live', [1, 127], 'SYN 重传次数', 'retries of a SYN'],
  ['tcp_synack_retries', 5, 'live', BYTE, 'SYN-ACK 重传次数', 'retries of a SYN-ACK'],
  ['tcp_syncookies', 1, 'stub', BYTE, '半连接队列满时用 cookie', 'SYN cookies when the backlog is full'],
  ['tcp_thin_linear_timeouts', 0, 'stub', BYTE, '细流线性超时', 'linear timeouts of thin streams'],
  ['tcp_timestamps', 1, 'live', BYTE, '时间戳选项', 'the timestamps option'],
  ['tcp_tso_rtt_log', 9, 'stub', BYTE, '按 RTT 合并', 'offload by RTT'],
  ['tcp_tso_win_divisor', 3, 'stub', BYTE, '合并占窗口的份额', 'share of the window for one offload'],
  [
    'tcp_tw_reuse',
    2,
    'live',
    [0, 2],
    '新连接复用 TIME_WAIT：0 否，1 是，2 仅本机',
    'reuse TIME_WAIT for new connections: 0 no, 1 yes, 2 loopback only',
  ],
  ['tcp_window_scaling', 1, 'live', BYTE, '窗口扩大选项', 'the window scale option'],
  ['tcp_workaround_signed_windows', 0, 'stub', BYTE, '兼容有符号窗口', 'work around signed windows'],
];

type Text = readonly [key: string, value: string, writable: boolean, zh: string, en: string];

const TEXTS: readonly Text[] = [
  ['ip_local_reserved_ports', '', true, '自动选端口时跳过的端口', 'ports that are never chosen'],
  ['tcp_allowed_congestion_control', 'reno cubic', false, '普通用户可用的拥塞控制', 'congestion control for everyone'],
  ['tcp_available_congestion_control', 'reno cubic', false, '已有的拥塞控制', 'congestion control that there is'],
  ['tcp_ehash_entries', '-16384', false, '连接表大小', 'size of the connection table'],
  ['tcp_fastopen_key', '00000000-00000000-00000000-00000000', true, '快速打开的密钥', 'key of fast open'],
  ['tcp_notsent_lowat', '4294967295', true, '未发数据的水位', 'low-water mark of unsent data'],
];

const TRIPLES = [
  ['tcp_rmem', [4096, 131072, 6291456], '接收缓冲：最小、默认、最大', 'receive buffer: least, default, most'],
  ['tcp_wmem', [4096, 16384, 4194304], '发送缓冲：最小、默认、最大', 'send buffer: least, default, most'],
] as const;

/** What is the same on every host, made once: a host's row is a value beside it. */
const INTEGERS = [...ICMP, ...IP, ...TCP].map(([key, value, status, [min, max], zh, en]) => {
  const head: RowHead = { path: `net/ipv4/${key}`, status, meaning: { zh, en } };
  return { head, value, min, max };
});

export function addIpv4Rows(sysctl: Sysctls): void {
  const changed = sysctl.written;
  for (const { head, value, min, max } of INTEGERS) sysctl.add(new IntRow(head, value, changed, min, max));
  for (const [key, value, writable, zh, en] of TEXTS) {
    const row: TextRow = new TextRow(
      { path: `net/ipv4/${key}`, status: 'stub', meaning: { zh, en }, writable },
      value,
      () => changed(row),
    );
    sysctl.add(row);
  }
  for (const [key, values, zh, en] of TRIPLES) addInts(sysctl, key, 'stub', values, zh, en);
  addInts(sysctl, 'ping_group_range', 'stub', [1, 0], '可用 ping 套接字的组', 'groups that may use ping sockets');
  addInts(
    sysctl,
    'ip_local_port_range',
    'live',
    [32768, 60999],
    '自动选择的端口范围',
    'ports that are chosen for clients',
    ([low, high]) => low! >= sysctl.int('net/ipv4/ip_unprivileged_port_start') && high! < 65536 && low! <= high!,
  );
  const congestion = {
    path: 'net/ipv4/tcp_congestion_control',
    status: 'stub',
    meaning: { zh: '拥塞控制算法', en: 'congestion control' },
  } as const;
  const known = (name: string) => (name === 'reno' || name === 'cubic' ? undefined : errno('ENOENT'));
  const row: TextRow = new TextRow(congestion, 'cubic', () => changed(row), known);
  sysctl.add(row);
  const somaxconn = {
    path: 'net/core/somaxconn',
    status: 'live',
    meaning: { zh: '接受队列上限', en: 'longest accept queue' },
  } as const;
  sysctl.add(new IntRow(somaxconn, 4096, changed, 0));
}

function addInts(
  sysctl: Sysctls,
  key: string,
  status: 'live' | 'stub',
  values: readonly number[],
  zh: string,
  en: string,
  valid?: (values: readonly number[]) => boolean,
): void {
  const row: IntsRow = new IntsRow(
    { path: `net/ipv4/${key}`, status, meaning: { zh, en } },
    values,
    () => sysctl.written(row),
    valid,
  );
  sysctl.add(row);
}
