// A network of nothing: devices that can be listed and addressed, no packets. For tests of the machine alone.

import { errno } from '../../src/base/errno.ts';
import type {
  AddressInfo,
  IpLayer,
  LinkInfo,
  NetAdmin,
  RouteLine,
  Sockets,
  SysctlRow,
  SysctlTree,
} from '../../src/net/contract.ts';
import type { MachineNetwork } from '../../src/host/machine.ts';

export function sysctlRow(path: string, first: string, valid: RegExp = /^\d+$/): SysctlRow {
  let value = first;
  return {
    path,
    status: 'live',
    meaning: { zh: '', en: '' },
    writable: true,
    read: () => value,
    write: (text) => {
      if (!valid.test(text)) return errno('EINVAL');
      value = text;
      return undefined;
    },
  };
}

export function fakeSysctls(): SysctlTree {
  const rows = new Map<string, SysctlRow>();
  const tree: SysctlTree = {
    rows: () => [...rows.values()],
    row: (path) => rows.get(path),
    add: (row) => void rows.set(row.path, row),
    remove: (path) => void rows.delete(path),
    int: (path) => Number(rows.get(path)?.read() ?? 0),
  };
  tree.add(sysctlRow('net/ipv4/ip_forward', '0'));
  tree.add(sysctlRow('net/ipv4/conf/all/arp_ignore', '0'));
  tree.add({ ...sysctlRow('kernel/ostype', 'Linux'), writable: false });
  return tree;
}

export function fakeNetwork(): MachineNetwork {
  const links: LinkInfo[] = [];
  const addresses: AddressInfo[] = [];
  const routes: RouteLine[] = [];
  const addLink = (name: string, kind: LinkInfo['kind'], mac: number, segment: string | undefined) =>
    links.push({
      index: links.length + 1,
      name,
      kind,
      mac,
      up: false,
      running: false,
      mtu: 1500,
      txQueueLength: 1000,
      segment,
      promiscuous: false,
      noArp: kind !== 'ethernet',
      stats: { rxPackets: 0, rxBytes: 0, txPackets: 0, txBytes: 0, rxDropped: 0, txDropped: 0 },
    } as LinkInfo);
  addLink('lo', 'loopback', 0, undefined);
  const admin = {
    links: () => links,
    link: (name: string) => links.find((one) => one.name === name),
    setLink: (name: string, change: Partial<LinkInfo>) => {
      const at = links.findIndex((one) => one.name === name);
      links[at] = { ...links[at]!, ...change };
      return undefined;
    },
    addresses: () => addresses,
    addAddress: (address: Omit<AddressInfo, 'secondary'>) => void addresses.push({ ...address, secondary: false }),
    delAddress: (dev: string, ip: number) => {
      const at = addresses.findIndex((one) => one.dev === dev && one.ip === ip);
      if (at < 0) return errno('EADDRNOTAVAIL');
      addresses.splice(at, 1);
      return undefined;
    },
    routes: () => routes,
    addRoute: (route: RouteLine) => void routes.push({ ...route, table: 'main' }),
    neighbours: () => [],
  } as unknown as NetAdmin;
  return {
    ip: { addHook: () => {}, removeHook: () => {} } as unknown as IpLayer,
    admin,
    sockets: { list: () => [] } as unknown as Sockets,
    sysctl: fakeSysctls(),
    addDevice: (name, mac, segment) => void addLink(name, 'ethernet', mac, segment),
    loadModule: () => {},
    powerOff: () => {},
  };
}
