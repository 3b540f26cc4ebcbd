// net/ipv4/conf/{all,default,DEVICE}: what one device does differently from another (net/ipv4/devinet.c). How `all` and the
// device combine differs from key to key (include/linux/inetdevice.h) and is said where a key is read.

import { IntRow, type Meaning, type RowHead } from './kinds.ts';
import type { Sysctls } from '../sysctl.ts';

interface ConfKey {
  readonly status: 'live' | 'stub';
  readonly meaning: Meaning;
  /** Values in `all` and in `default` of a fresh kernel; 0 where unsaid. */
  readonly all?: number;
  readonly def?: number;
}

const live = (zh: string, en: string, all = 0, def = all): ConfKey => ({
  status: 'live',
  meaning: { zh, en },
  all,
  def,
});
const stub = (zh: string, en: string, all = 0, def = all): ConfKey => ({
  status: 'stub',
  meaning: { zh, en },
  all,
  def,
});

const KEYS = {
  accept_local: live('接受源地址是本机地址的包', 'accept packets whose source is an address of this host'),
  accept_redirects: live('接受 ICMP 重定向', 'believe ICMP redirects', 1),
  accept_source_route: stub('接受带源路由选项的包', 'accept packets with the source route option', 0, 1),
  arp_accept: live('为免费 ARP 新建邻居表项', 'make neighbour entries from gratuitous ARP'),
  arp_announce: live(
    'ARP 请求里写哪个源地址：0 任意，1 尽量同网段，2 出口网卡的主地址',
    'which source address ARP requests carry: 0 any, 1 one of the subnet, 2 the best of the device',
  ),
  arp_evict_nocarrier: stub('失去载波时清空 ARP 缓存', 'empty the ARP cache when the carrier is lost', 1),
  arp_filter: live('只在回程经过此网卡时回答 ARP', 'answer ARP only if the way back leads through this device'),
  arp_ignore: live(
    '回答哪些 ARP 请求：0 所有本机地址，1 只限此网卡的地址，8 都不答',
    'which ARP requests to answer: 0 any local address, 1 only addresses of this device, 8 none',
  ),
  arp_notify: live('网卡启用或改 MAC 时发免费 ARP', 'send gratuitous ARP when the device comes up or its MAC changes'),
  bc_forwarding: stub('转发定向广播', 'forward directed broadcasts'),
  bootp_relay: stub('接受给别的主机的 0.b.c.d 包', 'accept packets for 0.b.c.d'),
  disable_policy: stub('不做 IPsec 策略检查', 'no IPsec policy'),
  disable_xfrm: stub('不做 IPsec 加密', 'no IPsec encryption'),
  drop_gratuitous_arp: live('丢弃免费 ARP', 'drop gratuitous ARP'),
  drop_unicast_in_l2_multicast: stub('丢弃二层组播帧里的单播包', 'drop unicast packets in multicast frames'),
  force_igmp_version: stub('强制 IGMP 版本', 'force an IGMP version'),
  forwarding: live('转发从此网卡进来的包', 'forward packets that come in by this device'),
  igmpv2_unsolicited_report_interval: stub('IGMPv2 报告间隔', 'IGMPv2 report interval', 10000),
  igmpv3_unsolicited_report_interval: stub('IGMPv3 报告间隔', 'IGMPv3 report interval', 1000),
  ignore_routes_with_linkdown: stub('忽略断线网卡的路由', 'ignore routes over dead links'),
  log_martians: stub('记录源地址不可能的包', 'log packets with impossible addresses'),
  mc_forwarding: stub('转发组播', 'forward multicast'),
  medium_id: stub('介质编号（代理 ARP 用）', 'medium number, for proxy ARP'),
  promote_secondaries: live('删主地址时从地址升为主地址', 'promote a secondary when the primary is deleted'),
  proxy_arp: live('替别的网段的主机回答 ARP', 'answer ARP for hosts behind other devices'),
  proxy_arp_pvlan: stub('同一网卡内的代理 ARP', 'proxy ARP back through the same device'),
  route_localnet: live('允许路由 127/8', 'let 127/8 be routed'),
  rp_filter: live('反向路径检查：0 不查，1 严格，2 宽松', 'reverse path filter: 0 off, 1 strict, 2 loose'),
  secure_redirects: stub('只信网关发的重定向', 'believe redirects of gateways only', 1),
  send_redirects: live('包原路转出时发 ICMP 重定向', 'send ICMP redirects when a packet leaves as it came', 1),
  shared_media: stub('同一介质上有多个网段', 'several subnets share the medium', 1),
  src_valid_mark: stub('反向路径检查时考虑标记', 'use the mark in source validation'),
  tag: stub('自由使用的数', 'a number for free use'),
} as const satisfies Record<string, ConfKey>;

export type ConfKeyName = keyof typeof KEYS;
const NAMES = Object.keys(KEYS) as ConfKeyName[];

interface ConfHead extends RowHead {
  readonly key: ConfKeyName;
}

const heads = new Map<string, readonly ConfHead[]>();

/** What the rows of every device of that name have in common: made once, since every host has an eth0. */
function headsOf(device: string): readonly ConfHead[] {
  let made = heads.get(device);
  if (!made) {
    made = NAMES.map((key) => {
      const { status, meaning } = KEYS[key];
      return { key, path: `net/ipv4/conf/${device}/${key}`, status, meaning, writable: key !== 'mc_forwarding' };
    });
    heads.set(device, made);
  }
  return made;
}

/** One folder of conf/. Keys that packets depend on have a field: no look-up by name on a packet's way. */
export class DevConf {
  readonly name: string;
  readonly rows = new Map<ConfKeyName, IntRow>();
  /** Keys written for this device: `default` no longer reaches them. */
  readonly own = new Set<ConfKeyName>();
  readonly acceptLocal: IntRow;
  readonly acceptRedirects: IntRow;
  readonly arpAccept: IntRow;
  readonly arpAnnounce: IntRow;
  readonly arpFilter: IntRow;
  readonly arpIgnore: IntRow;
  readonly arpNotify: IntRow;
  readonly dropGratuitousArp: IntRow;
  readonly forwarding: IntRow;
  readonly promoteSecondaries: IntRow;
  readonly proxyArp: IntRow;
  readonly routeLocalnet: IntRow;
  readonly rpFilter: IntRow;
  readonly sendRedirects: IntRow;

  constructor(
    name: string,
    initial: (key: ConfKeyName) => number,
    changed: (conf: DevConf, key: ConfKeyName, row: IntRow, before: number) => void,
  ) {
    this.name = name;
    for (const head of headsOf(name)) {
      const { key } = head;
      this.rows.set(key, new IntRow(head, initial(key), (row, before) => changed(this, key, row, before)));
    }
    const field = (key: ConfKeyName): IntRow => this.rows.get(key)!;
    this.acceptLocal = field('accept_local');
    this.acceptRedirects = field('accept_redirects');
    this.arpAccept = field('arp_accept');
    this.arpAnnounce = field('arp_announce');
    this.arpFilter = field('arp_filter');
    this.arpIgnore = field('arp_ignore');
    this.arpNotify = field('arp_notify');
    this.dropGratuitousArp = field('drop_gratuitous_arp');
    this.forwarding = field('forwarding');
    this.promoteSecondaries = field('promote_secondaries');
    this.proxyArp = field('proxy_arp');
    this.routeLocalnet = field('route_localnet');
    this.rpFilter = field('rp_filter');
    this.sendRedirects = field('send_redirects');
  }

  /** The device got an address: from now on it keeps its values whatever becomes of `default`. */
  ownAll(): void {
    for (const key of NAMES) this.own.add(key);
  }
}

/** conf/ as a whole, with ip_forward, which is conf/all/forwarding under another name. */
export class InetConf {
  readonly all: DevConf;
  readonly default: DevConf;
  readonly #devices = new Map<string, DevConf>();
  readonly #sysctl: Sysctls;
  readonly #changed: () => void;

  /** `changed` is called after a write that may change what happens to packets. */
  constructor(sysctl: Sysctls, changed: () => void) {
    this.#sysctl = sysctl;
    this.#changed = changed;
    this.all = new DevConf('all', (key) => KEYS[key].all ?? 0, this.#written);
    this.default = new DevConf('default', (key) => KEYS[key].def ?? 0, this.#written);
    this.#publish(this.all);
    this.#publish(this.default);
    const forwarding = this.all.forwarding;
    const head = {
      path: 'net/ipv4/ip_forward',
      status: 'live',
      meaning: { zh: '本机转发 IP 包（做路由器）', en: 'forward IP packets: be a router' },
    } as const;
    const ipForward = new IntRow(head, 0, (row, before) => {
      forwarding.value = row.value;
      this.#setForwardingEverywhere(before);
      sysctl.written(row);
    });
    this.#mirror = ipForward;
    sysctl.add(ipForward);
  }

  readonly #mirror: IntRow;

  addDevice(name: string): DevConf {
    const lo = name === 'lo';
    const initial = (key: ConfKeyName): number =>
      lo && (key === 'disable_policy' || key === 'disable_xfrm') ? 1 : this.default.rows.get(key)!.value;
    const conf = new DevConf(name, initial, this.#written);
    this.#devices.set(name, conf);
    this.#publish(conf);
    return conf;
  }

  removeDevice(name: string): void {
    const conf = this.#devices.get(name);
    if (!conf) return;
    for (const row of conf.rows.values()) this.#sysctl.remove(row.path);
    this.#devices.delete(name);
  }

  #publish(conf: DevConf): void {
    for (const row of conf.rows.values()) this.#sysctl.add(row);
  }

  readonly #written = (conf: DevConf, key: ConfKeyName, row: IntRow, before: number): void => {
    conf.own.add(key);
    if (key === 'forwarding') {
      if (conf === this.all) {
        this.#mirror.value = row.value;
        this.#setForwardingEverywhere(before);
      }
    } else if (conf === this.default) {
      for (const device of this.#devices.values()) if (!device.own.has(key)) device.rows.get(key)!.value = row.value;
    }
    this.#changed();
    this.#sysctl.written(row);
  };

  /** inet_forward_change: a router forwards on every device and does not believe redirects. */
  #setForwardingEverywhere(before: number): void {
    const on = this.all.forwarding.value;
    if (on === before) return;
    this.all.acceptRedirects.value = on === 0 ? 1 : 0;
    this.default.forwarding.value = on;
    for (const device of this.#devices.values()) device.forwarding.value = on;
    this.#changed();
  }
}
