// The files at the root of /proc that describe the whole machine. Live: version, uptime, loadavg, mounts, cmdline, filesystems, stat.
// Stub, marked so in the tree: meminfo and cpuinfo, which say what this machine would be and are moved by nothing.

import type { Bytes } from '../../base/bytes.ts';
import { EPOCH_SECONDS, SECOND } from '../../base/time.ts';
import type { Kernel } from '../kernel/kernel.ts';

export const procVersion = ({ names }: Kernel): Bytes =>
  `Linux version ${names.release} (builder@kbuilder.dev.centos.org) (gcc version 4.8.3 20140911 (Red Hat 4.8.3-9) (GCC) ) ${names.version}\n`;

const hundredths = (us: number): string => (Math.floor(us / 10_000) / 100).toFixed(2);

export function procUptime({ sim, bootedUs }: Kernel): Bytes {
  const up = hundredths(sim.nowUs - bootedUs);
  return `${up} ${up}\n`;
}

/** Nothing here takes processor time, so the averages are what an idle machine has; the running and existing processes are real. */
export function procLoadavg({ processes }: Kernel): Bytes {
  const list = processes.list();
  const running = list.filter(({ state }) => state === 'running').length;
  const newest = Math.max(...list.map(({ pid }) => pid));
  return `0.00 0.00 0.00 ${Math.max(1, running)}/${list.length} ${newest}\n`;
}

export const procStat = ({ bootedUs, processes }: Kernel): Bytes =>
  `cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\nbtime ${EPOCH_SECONDS + Math.floor(bootedUs / SECOND)}\nprocesses ${processes.list().length}\n`;

export const MOUNTS: Bytes = `/dev/mapper/centos-root / xfs rw,relatime,attr2,inode64,noquota 0 0
proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
devtmpfs /dev devtmpfs rw,nosuid,mode=755 0 0
devpts /dev/pts devpts rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=000 0 0
`;

export const FILESYSTEMS: Bytes = 'nodev\tproc\nnodev\tdevtmpfs\nnodev\tdevpts\n\txfs\n';

export const CMDLINE: Bytes =
  'BOOT_IMAGE=/vmlinuz-3.10.0-327.el7.x86_64 root=/dev/mapper/centos-root ro rhgb quiet LANG=en_US.UTF-8\n';

export const MEMINFO: Bytes = `MemTotal:        1015220 kB
MemFree:          959376 kB
MemAvailable:     962292 kB
Buffers:               0 kB
Cached:            14276 kB
SwapCached:            0 kB
SwapTotal:             0 kB
SwapFree:              0 kB
`;

export const CPUINFO: Bytes = `processor	: 0
vendor_id	: simulated
model name	: CLUSTER DAY02 virtual processor
cpu cores	: 1

`;
