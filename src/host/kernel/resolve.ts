// Names of hosts, as the resolver finds them in /etc/hosts: the first line that has the name as its canonical name or an alias. There is no
// DNS in the lab.

import type { Bytes } from '../../base/bytes.ts';
import type { Errno } from '../../base/errno.ts';
import { parseIpv4, type Ipv4 } from '../../net/wire/address.ts';

export function resolveName(name: string, hosts: Bytes | Errno): Ipv4 | undefined {
  if (typeof hosts !== 'string') return undefined;
  const wanted = name.toLowerCase();
  for (const line of hosts.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const ip = parseIpv4(address ?? '');
    if (ip !== undefined && names.some((one) => one.toLowerCase() === wanted)) return ip;
  }
  return undefined;
}
