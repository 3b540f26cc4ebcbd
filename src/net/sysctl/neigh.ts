// net/ipv4/neigh/DEVICE: the timers and limits of a device's neighbour table (net/core/neighbour.c, defaults of arp_tbl).
// Times are kept in microseconds by their readers; the rows hold them in the unit that their name or history gives them.

import { IntRow, type Meaning, type RowHead } from './kinds.ts';
import type { Sysctls } from '../sysctl.ts';

interface NeighKey {
  readonly value: number;
  readonly status: 'live' | 'stub';
  readonly meaning: Meaning;
}

const live = (value: number, zh: string, en: string): NeighKey => ({ value, status: 'live', meaning: { zh, en } });
const stub = (value: number, zh: string, en: string): NeighKey => ({ value, status: 'stub', meaning: { zh, en } });

const KEYS: Readonly<Record<string, NeighKey>> = {
  anycast_delay: stub(100, '任播应答延迟（1/100 秒）', 'delay of anycast answers, hundredths of a second'),
  app_solicit: stub(0, '交给用户态的探测次数', 'probes left to a daemon'),
  base_reachable_time: live(30, '可达状态的平均时长（秒）', 'mean time that an entry stays REACHABLE, seconds'),
  base_reachable_time_ms: live(
    30000,
    '可达状态的平均时长（毫秒）',
    'mean time that an entry stays REACHABLE, milliseconds',
  ),
  delay_first_probe_time: live(
    5,
    'DELAY 状态多久后开始探测（秒）',
    'how long an entry stays DELAY before it is probed, seconds',
  ),
  gc_stale_time: stub(60, '陈旧表项多久后可回收（秒）', 'age at which a stale entry may be collected, seconds'),
  interval_probe_time_ms: stub(5000, '受管表项的探测间隔（毫秒）', 'probe interval of managed entries, milliseconds'),
  locktime: live(
    100,
    '刚更新的表项多久内不被别的应答改写（1/100 秒）',
    'how long a fresh entry is not overwritten by another answer, hundredths of a second',
  ),
  mcast_resolicit: live(0, '单播探测失败后再广播几次', 'broadcast probes after unicast ones failed'),
  mcast_solicit: live(3, '解析时广播几次', 'broadcast requests before an address counts as unreachable'),
  proxy_delay: live(
    80,
    '代理 ARP 应答的最大延迟（1/100 秒）',
    'longest delay of a proxy ARP answer, hundredths of a second',
  ),
  proxy_qlen: stub(64, '等待代理应答的请求数', 'requests that may wait for a proxy answer'),
  retrans_time: live(100, '两次请求的间隔（1/100 秒）', 'time between two requests, hundredths of a second'),
  retrans_time_ms: live(1000, '两次请求的间隔（毫秒）', 'time between two requests, milliseconds'),
  ucast_solicit: live(3, '单播探测几次', 'unicast probes of an entry in PROBE'),
  unres_qlen: stub(101, '解析期间最多等待的包数', 'packets that may wait for an address'),
  unres_qlen_bytes: live(212992, '解析期间最多等待的字节数', 'bytes of packets that may wait for an address'),
};

/** Rows that hold one value in two units: writing one sets the other. */
const TWINS: Readonly<Record<string, readonly [string, number]>> = {
  base_reachable_time: ['base_reachable_time_ms', 1000],
  base_reachable_time_ms: ['base_reachable_time', 1 / 1000],
  retrans_time: ['retrans_time_ms', 10],
  retrans_time_ms: ['retrans_time', 1 / 10],
};

/** The kernel keeps these times in ticks of a hundredth of a second. */
const JIFFY_MS = 10;

interface NeighHead extends RowHead {
  readonly key: string;
  readonly value: number;
  readonly min: number | undefined;
}

const heads = new Map<string, readonly NeighHead[]>();

/** What the rows of every device of that name have in common, made once. */
function headsOf(device: string): readonly NeighHead[] {
  let made = heads.get(device);
  if (!made) {
    made = Object.entries(KEYS).map(([key, { value, status, meaning }]) => {
      const min = /_ms$|_solicit$|_resolicit$|_qlen/.test(key) ? 0 : undefined;
      return { key, path: `net/ipv4/neigh/${device}/${key}`, status, meaning, value, min };
    });
    heads.set(device, made);
  }
  return made;
}

export class NeighConf {
  readonly #rows = new Map<string, IntRow>();
  readonly #sysctl: Sysctls;

  constructor(sysctl: Sysctls, dev: string) {
    this.#sysctl = sysctl;
    for (const head of headsOf(dev)) {
      const { key, value, min } = head;
      const row = new IntRow(head, value, () => this.#written(key, row), min);
      this.#rows.set(key, row);
      sysctl.add(row);
    }
  }

  remove(): void {
    for (const row of this.#rows.values()) this.#sysctl.remove(row.path);
  }

  #written(key: string, row: IntRow): void {
    if (key.endsWith('_ms')) row.value = Math.ceil(row.value / JIFFY_MS) * JIFFY_MS;
    const twin = TWINS[key];
    if (twin) this.#rows.get(twin[0])!.value = Math.floor(row.value * twin[1]);
    this.#sysctl.written(row);
  }

  #value(key: string): number {
    return this.#rows.get(key)!.value;
  }

  get baseReachableUs(): number {
    return this.#value('base_reachable_time_ms') * 1000;
  }
  get delayProbeUs(): number {
    return this.#value('delay_first_probe_time') * 1_000_000;
  }
  get retransUs(): number {
    return Math.max(this.#value('retrans_time_ms') * 1000, 10_000);
  }
  get locktimeUs(): number {
    return this.#value('locktime') * 10_000;
  }
  get proxyDelayUs(): number {
    return this.#value('proxy_delay') * 10_000;
  }
  get unicastProbes(): number {
    return this.#value('ucast_solicit');
  }
  get multicastProbes(): number {
    return this.#value('mcast_solicit');
  }
  get multicastReprobes(): number {
    return this.#value('mcast_resolicit');
  }
  get queueBytes(): number {
    return this.#value('unres_qlen_bytes');
  }
}
