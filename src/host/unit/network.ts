// Brings interfaces up from /etc/sysconfig/network-scripts, as the boot and network.service do (initscripts 9.49.30): ifcfg-* with IPADDRn,
// NETMASKn or PREFIXn, GATEWAY, ONBOOT, aliases (eth0:1, lo:0) after their device, route-* with lines `TO via GATEWAY`.
// Left out: DHCP, bonds, VLANs, the probe for duplicate addresses, NetworkManager.

import type { Bytes } from '../../base/bytes.ts';
import { isErrno, strerror, type Errno } from '../../base/errno.ts';
import type { NetAdmin, RouteLine } from '../../net/contract.ts';
import { broadcastOf, networkOf, parseIpv4, prefixOf, printIpv4, type Ipv4 } from '../../net/wire/address.ts';

export interface NetworkFiles {
  readdir(path: string): readonly string[] | Errno;
  readFile(path: string): Bytes | Errno;
}

const SCRIPTS = '/etc/sysconfig/network-scripts';

interface Config {
  readonly file: string;
  readonly device: string;
  readonly onBoot: boolean;
  readonly values: ReadonlyMap<string, string>;
}

/** Answers with one line for each thing that did not go. */
export function startNetwork(files: NetworkFiles, net: NetAdmin): string[] {
  const problems: string[] = [];
  const configs = readConfigs(files);
  const isAlias = ({ device }: Config) => device.includes(':');
  for (const config of [...configs.filter((one) => !isAlias(one)), ...configs.filter(isAlias)]) {
    if (!config.onBoot) continue;
    const dev = config.device.replace(/:.*/, '');
    if (!net.link(dev)) {
      problems.push(`Device ${dev} does not seem to be present, delaying initialization.`);
      continue;
    }
    const up = net.setLink(dev, { up: true });
    if (up) problems.push(`${config.device}: ${strerror(up)}`);
    problems.push(...addAddresses(config, dev, net), ...addGateway(config, dev, net));
  }
  for (const { device } of configs) problems.push(...addRoutes(files, device, net));
  return problems;
}

/** Takes away every address (and with them the routes) of the devices that have a file, and the devices down; lo stays. */
export function stopNetwork(files: NetworkFiles, net: NetAdmin): void {
  const devices = new Set(readConfigs(files).map(({ device }) => device.replace(/:.*/, '')));
  for (const { dev, ip, prefix } of net.addresses())
    if (devices.has(dev) && !(dev === 'lo' && ip >>> 24 === 127)) net.delAddress(dev, ip, prefix);
  for (const dev of devices) if (dev !== 'lo' && net.link(dev)) net.setLink(dev, { up: false });
}

function readConfigs(files: NetworkFiles): Config[] {
  const names = files.readdir(SCRIPTS);
  if (isErrno(names)) return [];
  const configs: Config[] = [];
  for (const file of names) {
    if (!file.startsWith('ifcfg-') || /(~|\.bak|\.orig|\.rpmnew|\.rpmsave)$/.test(file)) continue;
    const text = files.readFile(`${SCRIPTS}/${file}`);
    if (isErrno(text)) continue;
    const values = new Map<string, string>();
    for (const [, key, value] of text.matchAll(/^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/gm))
      values.set(key!, value!.trim().replace(/^(["'])(.*)\1$/, '$2'));
    const device = values.get('DEVICE') ?? file.slice('ifcfg-'.length);
    configs.push({ file, device, onBoot: /^(yes|true|on|1)?$/i.test(values.get('ONBOOT') ?? ''), values });
  }
  return configs.sort((a, b) => Number(b.device === 'lo') - Number(a.device === 'lo'));
}

/** The suffixes that ifup-eth looks for, in its order: IPADDR, IPADDR0 … IPADDR256. */
function addressNumbers(values: ReadonlyMap<string, string>): string[] {
  const numbers = [...values.keys()].flatMap((key) => /^IPADDR(|0|[1-9]\d{0,2})$/.exec(key)?.[1] ?? []);
  return numbers.filter((number) => Number(number) <= 256).sort((a, b) => Number(a) - Number(b) || a.length - b.length);
}

function addAddresses(config: Config, dev: string, net: NetAdmin): string[] {
  const problems: string[] = [];
  for (const number of addressNumbers(config.values)) {
    const given = config.values.get(`IPADDR${number}`)!;
    const ip = parseIpv4(given);
    const prefix = prefixLength(config.values, number);
    if (ip === undefined || prefix === undefined) {
      problems.push(`error in ${config.file}: bad address IPADDR${number}=${given}`);
      continue;
    }
    if (net.addresses().some((one) => one.dev === dev && one.ip === ip && one.prefix === prefix)) continue;
    const broadcast = parseIpv4(config.values.get(`BROADCAST${number}`) ?? '') ?? broadcastOf(ip, prefix);
    const refused = net.addAddress({
      dev,
      ip,
      prefix,
      broadcast: dev === 'lo' && ip >>> 24 === 127 ? undefined : broadcast,
      scope: dev === 'lo' ? 'host' : 'global',
      label: config.device,
    });
    if (refused) problems.push(`${config.device}: ${given}: ${strerror(refused)}`);
  }
  return problems;
}

function prefixLength(values: ReadonlyMap<string, string>, number: string): number | undefined {
  const length = values.get(`PREFIX${number}`);
  if (length !== undefined) return /^\d+$/.test(length) && Number(length) <= 32 ? Number(length) : undefined;
  const mask = values.get(`NETMASK${number}`);
  if (mask === undefined) return 24;
  const parsed = parseIpv4(mask);
  return parsed === undefined ? undefined : prefixOf(parsed);
}

const route = (dst: Ipv4, prefix: number, gateway: Ipv4, dev: string): Omit<RouteLine, 'table'> => ({
  dst,
  prefix,
  gateway,
  dev,
  source: undefined,
  scope: 'global',
  kind: 'unicast',
  proto: 'boot',
  metric: 0,
});

function addGateway(config: Config, dev: string, net: NetAdmin): string[] {
  const given = config.values.get('GATEWAY');
  if (given === undefined) return [];
  const gateway = parseIpv4(given);
  if (gateway === undefined) return [`error in ${config.file}: bad address GATEWAY=${given}`];
  const refused = net.addRoute(route(0, 0, gateway, dev), 'replace');
  return refused ? [`${config.device}: default via ${given}: ${strerror(refused)}`] : [];
}

function addRoutes(files: NetworkFiles, device: string, net: NetAdmin): string[] {
  const text = files.readFile(`${SCRIPTS}/route-${device}`);
  if (isErrno(text)) return [];
  const problems: string[] = [];
  for (const line of text.split('\n')) {
    const parts = /^\s*(default|[\d.]+)(?:\/(\d+))?\s+via\s+([\d.]+)/.exec(line);
    if (!parts) continue;
    const dst = parts[1] === 'default' ? 0 : parseIpv4(parts[1]!);
    const prefix = parts[1] === 'default' ? 0 : Number(parts[2] ?? 32);
    const gateway = parseIpv4(parts[3]!);
    if (dst === undefined || gateway === undefined || prefix > 32) problems.push(`route-${device}: bad line: ${line}`);
    else {
      const refused = net.addRoute(route(networkOf(dst, prefix), prefix, gateway, device), 'replace');
      if (refused) problems.push(`route-${device}: ${printIpv4(dst)}/${prefix} via ${parts[3]}: ${strerror(refused)}`);
    }
  }
  return problems;
}
