// /proc/sys/net/ipv4/vs: one line of the table a file. The packet path reads the live rows' values; rows that nothing reads are
// stubs: they keep what is written and are marked so.

import type { IpLayer } from '../net/contract.ts';
import { IntRow, IntsRow } from '../net/sysctl/kinds.ts';

const ROWS = [
  ['am_droprate', 'stub', 10, 'drop_packet=3 时每 N 个新包丢一个', 'drop_packet=3 drops one new packet of N'],
  ['amemthresh', 'stub', 1024, '视为内存不足的空闲页数', 'free pages below which memory counts as low'],
  ['backup_only', 'stub', 0, '备份同步节点不转发', 'a backup sync node does not forward'],
  ['cache_bypass', 'stub', 0, '没有缓存服务器时直达原目的地', 'without a cache server, go to the original destination'],
  [
    'conn_reuse_mode',
    'live',
    1,
    '客户端重用端口时重新调度（位 1 TIME_WAIT/CLOSE，位 2 另含 DR/TUN 的 FIN_WAIT）',
    'reschedule when a client reuses a port (bit 1: from TIME_WAIT and CLOSE; bit 2: also FIN_WAIT of DR and TUN)',
  ],
  ['conntrack', 'stub', 0, '让 IPVS 的包保留在连接跟踪中', 'keep netfilter connection tracking for IPVS packets'],
  ['debug_level', 'stub', 0, '调试输出级别', 'verbosity of debugging messages'],
  ['drop_entry', 'stub', 0, '防御模式：随机丢弃连接条目', 'defence: drop connection entries at random'],
  ['drop_packet', 'stub', 0, '防御模式：丢弃部分新包', 'defence: drop some new packets'],
  [
    'expire_nodest_conn',
    'live',
    0,
    '真实服务器被删除后，其连接在下一个包到来时立即结束',
    'end a connection at its next packet when its destination was deleted',
  ],
  [
    'expire_quiescent_template',
    'live',
    0,
    '权重为 0 的服务器不再保留持久模板',
    'ignore persistence templates of destinations with weight 0',
  ],
  ['ignore_tunneled', 'live', 0, '不处理解封装后的包', 'leave packets alone that came out of a tunnel'],
  ['lblc_expiration', 'stub', 86400, 'lblc 缓存条目的寿命（秒）', 'seconds that an unused lblc entry is kept'],
  ['lblcr_expiration', 'stub', 86400, 'lblcr 缓存条目的寿命（秒）', 'seconds that an unused lblcr entry is kept'],
  [
    'nat_icmp_send',
    'live',
    0,
    '真实服务器发来不属于任何连接的包时回 ICMP',
    "answer a real server's packet that belongs to no connection with ICMP",
  ],
  ['pmtu_disc', 'live', 1, '隧道方式沿用内层的 DF 位', "tunnels carry the inner packet's DF bit outside"],
  ['run_estimation', 'stub', 1, '统计速率', 'estimate rates'],
  ['schedule_icmp', 'stub', 0, '为没有连接的 ICMP 错误调度', 'schedule ICMP errors that belong to no connection'],
  ['secure_tcp', 'stub', 0, '防御模式：更严格的 TCP 状态表', 'defence: a stricter table of TCP states'],
  ['sloppy_sctp', 'stub', 0, '任何 SCTP 包都可建立连接', 'any SCTP packet may create a connection'],
  ['sloppy_tcp', 'live', 0, '任何 TCP 包都可建立连接', 'any TCP packet may create a connection'],
  ['snat_reroute', 'stub', 1, 'NAT 应答按新源地址重新选路', 'route NAT replies again with their new source'],
  ['sync_persist_mode', 'stub', 0, '同步持久连接的方式', 'how persistent connections are synchronised'],
  ['sync_ports', 'stub', 1, '同步线程数', 'number of synchronisation threads'],
  ['sync_qlen_max', 'stub', 7919, '同步队列长度', 'length of the synchronisation queue'],
  ['sync_refresh_period', 'stub', 0, '同步刷新周期', 'seconds between refreshes of a synchronised entry'],
  ['sync_retries', 'stub', 0, '同步重试次数', 'retries of a synchronisation message'],
  ['sync_sock_size', 'stub', 0, '同步套接字缓冲', 'socket buffer of synchronisation'],
  [
    'sync_threshold',
    'stub',
    [3, 50],
    '同步阈值与周期',
    'packets before the first, and between further synchronisations',
  ],
  ['sync_version', 'stub', 1, '同步协议版本', 'version of the synchronisation protocol'],
] as const satisfies readonly (readonly [string, 'live' | 'stub', number | readonly number[], string, string])[];

/** What may be written, where it is not any integer. */
const LIMITS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  drop_entry: [0, 3],
  drop_packet: [0, 3],
  secure_tcp: [0, 3],
  sync_version: [0, 1],
};

type LiveName = Extract<(typeof ROWS)[number], readonly [string, 'live', number, string, string]>[0];

/** The rows that IPVS acts on, by name. */
export type VsSysctl = Readonly<Record<LiveName, IntRow>>;

/** Puts the rows into the host's tree. */
export function addVsRows({ sim, host, sysctl }: IpLayer): VsSysctl {
  const live: Record<string, IntRow> = {};
  for (const [name, status, initial, zh, en] of ROWS) {
    const head = { path: `net/ipv4/vs/${name}`, status, meaning: { zh, en } };
    const changed = () =>
      sim.record({ kind: 'config.changed', host, area: 'sysctl', what: `net.ipv4.vs.${name} = ${row.read()}` });
    const row: IntRow | IntsRow =
      typeof initial === 'number'
        ? new IntRow(head, initial, changed, ...(LIMITS[name] ?? []))
        : new IntsRow(head, initial, changed);
    sysctl.add(row);
    if (row instanceof IntRow && status === 'live') live[name] = row;
  }
  return live as VsSysctl;
}

export function removeVsRows({ sysctl }: IpLayer): void {
  for (const [name] of ROWS) sysctl.remove(`net/ipv4/vs/${name}`);
}
