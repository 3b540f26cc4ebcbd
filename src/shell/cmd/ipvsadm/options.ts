// ipvsadm 1.31's options: the commands, one of which stands first, in the order of its usage text; then the others. An option's long
// name is what its parser (parse.ts) knows it by.

import type { Option } from '../../command.ts';
import { absent, row } from '../../option.ts';
import { SCHEDULERS } from '../../../ipvs/sched/index.ts';

const schedulers = [...SCHEDULERS.keys()];

export const COMMAND_OPTIONS: readonly Option[] = [
  row('-A, --add-service', 'add virtual service with options', '添加虚拟服务'),
  row('-E, --edit-service', 'edit virtual service with options', '修改虚拟服务（没有重写的选项回到默认值）'),
  row('-D, --delete-service', 'delete virtual service', '删除虚拟服务'),
  row('-C, --clear', 'clear the whole table', '清空整张表'),
  row('-R, --restore', 'restore rules from stdin', '从标准输入恢复规则'),
  row('-S, --save', 'save rules to stdout', '把规则写到标准输出'),
  row('-a, --add-server', 'add real server with options', '添加真实服务器'),
  row('-e, --edit-server', 'edit real server with options', '修改真实服务器（没有重写的选项回到默认值）'),
  row('-d, --delete-server', 'delete real server', '删除真实服务器'),
  row('-L, --list', 'list the table', '列出规则表'),
  row('-l, --list', 'list the table', '列出规则表'),
  row('-Z, --zero', 'zero counters in a service or all services', '计数器清零'),
  row('--set', 'set connection timeout values: tcp tcpfin udp', '设置连接超时：tcp tcpfin udp（秒）'),
  absent('--start-daemon=STATE', 'start connection sync daemon', '启动连接同步守护进程'),
  row('--stop-daemon=STATE', 'stop connection sync daemon', '停止连接同步守护进程', ['master', 'backup']),
  row('-h, --help', 'display this help message', '显示帮助'),
  row('-v, --version', 'display the version', '显示版本'),
];

export const OTHER_OPTIONS: readonly Option[] = [
  row('-t, --tcp-service=ADDR[:PORT]', 'TCP virtual service', 'TCP 虚拟服务', 'address'),
  row('-u, --udp-service=ADDR[:PORT]', 'UDP virtual service', 'UDP 虚拟服务', 'address'),
  row('--sctp-service=ADDR[:PORT]', 'SCTP virtual service', 'SCTP 虚拟服务', 'address'),
  row('-f, --fwmark-service=MARK', 'virtual service by firewall mark', '按防火墙标记的虚拟服务'),
  absent('-6, --ipv6', 'fwmark entry uses IPv6', '标记服务使用 IPv6'),
  row('-s, --scheduler=NAME', 'scheduler, wlc by default', '调度算法，默认 wlc', schedulers),
  absent('--pe=ENGINE', 'alternate persistence engine', '另外的持久化引擎'),
  row('-p, --persistent[=SECONDS]', 'persistent service, 360 by default', '持久服务，默认 360 秒'),
  row('-M, --netmask=MASK', 'persistent granularity mask', '持久的粒度（掩码）'),
  row('-r, --real-server=ADDR[:PORT]', 'real server', '真实服务器', 'address'),
  row('-g, --gatewaying', 'direct routing (default)', '直接路由（默认）'),
  row('-i, --ipip', 'IP-in-IP tunnel', 'IP 隧道'),
  row('-m, --masquerading', 'masquerading (NAT)', '地址转换（NAT）'),
  {
    ...row('--tun-type=TYPE', 'tunnel type, ipip by default', '隧道类型，默认 ipip', ['ipip', 'gue', 'gre']),
    status: 'partly',
    how: { zh: '只有 ipip', en: 'ipip only' },
  },
  absent('--tun-port=PORT', 'tunnel destination port (gue)', '隧道目的端口（gue）'),
  absent('--tun-nocsum', 'tunnel without checksum (gue, gre)', '隧道不带校验和（gue、gre）'),
  absent('--tun-csum', 'tunnel with checksum (gue, gre)', '隧道带校验和（gue、gre）'),
  absent('--tun-remcsum', 'tunnel with remote checksum (gue)', '隧道带远端校验和（gue）'),
  row('-w, --weight=N', 'capacity of real server, 1 by default', '权重，默认 1'),
  row('-x, --u-threshold=N', 'upper threshold of connections', '连接数上限'),
  row('-y, --l-threshold=N', 'lower threshold of connections', '连接数下限'),
  row('-c, --connection', 'output of current IPVS connections', '列出当前连接'),
  row('--timeout', 'output of timeout (tcp tcpfin udp)', '列出超时'),
  row('--daemon', 'output of daemon information', '列出同步守护进程'),
  row('--stats', 'output of statistics information', '列出统计'),
  row('--rate', 'output of rate information', '列出速率'),
  row('-X, --exact', 'expand numbers (display exact values)', '显示精确数值'),
  row('--thresholds', 'output of thresholds information', '列出阈值'),
  row('--persistent-conn', 'output of persistent connection info', '列出持久连接'),
  row('--tun-info', 'output of tunnel information', '列出隧道信息'),
  row('--nosort', 'disable sorting of entries', '不排序'),
  row('--sort', 'does nothing, for backwards compatibility', '无作用（兼容）'),
  row('-o, --ops', 'one-packet scheduling', '单包调度'),
  row('-n, --numeric', 'numeric output of addresses and ports', '以数字显示地址和端口'),
  row('-b, --sched-flags=FLAGS', 'scheduler flags (comma-separated)', '调度器标志（逗号分隔）', [
    'sh-fallback',
    'sh-port',
    'mh-fallback',
    'mh-port',
    'flag-1',
    'flag-2',
    'flag-3',
  ]),
  absent('--syncid=ID', 'syncid for connection sync', '同步组号'),
  absent('--sync-maxlen=LENGTH', 'longest sync message', '同步消息最大长度'),
  absent('--mcast-interface=DEV', 'multicast interface for connection sync', '同步用的多播网卡'),
  absent('--mcast-group=ADDR', 'multicast group', '多播组'),
  absent('--mcast-port=PORT', 'UDP port', 'UDP 端口'),
  absent('--mcast-ttl=TTL', 'multicast TTL', '多播 TTL'),
];

export const OPTIONS: readonly Option[] = [...COMMAND_OPTIONS, ...OTHER_OPTIONS];
