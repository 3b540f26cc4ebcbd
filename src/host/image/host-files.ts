// The files that a host has of its own: its name, one ifcfg file an interface as CentOS 7's installer writes them, sysctls and
// pages of the topology, and whatever files the topology adds.

import { encodeUtf8 } from '../../base/bytes.ts';
import { maskOf, parseIpv4, printIpv4, printMac } from '../../net/wire/address.ts';
import { HTTPD_CONF } from './etc.ts';
import { macOf, parseNetwork, reaches, type MachineSpec } from '../spec.ts';

const SCRIPTS = '/etc/sysconfig/network-scripts';

/** Path → bytes. */
export function hostFiles(spec: MachineSpec): Map<string, string> {
  const files = new Map<string, string>([
    ['/etc/hostname', `${spec.name}\n`],
    ['/etc/sysconfig/network', '# Created by anaconda\n'],
    [`${SCRIPTS}/ifcfg-lo`, IFCFG_LO],
  ]);
  spec.interfaces.forEach((one, at) => files.set(`${SCRIPTS}/ifcfg-${one.name}`, ifcfg(spec, at)));
  for (const [dev, lines] of routeFiles(spec)) files.set(`${SCRIPTS}/route-${dev}`, lines);
  const sysctls = Object.entries(spec.sysctl ?? {});
  if (sysctls.length > 0)
    files.set('/etc/sysctl.d/10-lab.conf', sysctls.map(([key, value]) => `${key} = ${value}\n`).join(''));
  for (const [port, pages] of Object.entries(spec.http ?? {}))
    for (const [path, body] of Object.entries(pages)) files.set(`${documentRoot(port)}${path}`, encodeUtf8(body));
  // A director is a machine on which ip_vs is there from the start, so that its sysctls can be set before the first rule.
  if (spec.role === 'director') files.set('/etc/modules-load.d/ipvs.conf', 'ip_vs\n');
  const ports = Object.keys(spec.http ?? {});
  if (ports.length > 0 && !ports.includes('80'))
    files.set('/etc/httpd/conf/httpd.conf', HTTPD_CONF.replace('Listen 80\n', ''));
  if (ports.some((port) => port !== '80')) files.set('/etc/httpd/conf.d/lab.conf', virtualHosts(ports));
  for (const [path, text] of Object.entries(spec.files ?? {})) files.set(path, encodeUtf8(text));
  return files;
}

export const documentRoot = (port: string): string => (port === '80' ? '/var/www/html' : `/var/www/html/${port}`);

const virtualHosts = (ports: readonly string[]): string =>
  ports
    .filter((port) => port !== '80')
    .map(
      (port) => `Listen ${port}\n<VirtualHost *:${port}>\n    DocumentRoot "${documentRoot(port)}"\n</VirtualHost>\n`,
    )
    .join('');

const IFCFG_LO = `DEVICE=lo
IPADDR=127.0.0.1
NETMASK=255.0.0.0
NETWORK=127.0.0.0
# If you're having problems with gated making 127.0.0.0/8 a martian,
# you can change this to something else (255.255.255.255, for example)
BROADCAST=127.255.255.255
ONBOOT=yes
NAME=loopback
`;

function ifcfg(spec: MachineSpec, at: number): string {
  const { name, addresses } = spec.interfaces[at]!;
  const mac = printMac(macOf(spec, at)).toUpperCase();
  const lines = ['TYPE=Ethernet', 'BOOTPROTO=none', `NAME=${name}`, `DEVICE=${name}`, `HWADDR=${mac}`, 'ONBOOT=yes'];
  const gateway = spec.gateway;
  (addresses ?? []).map(parseNetwork).forEach((network, nth) => {
    const number = nth === 0 ? '' : String(nth);
    lines.push(`IPADDR${number}=${printIpv4(network.ip)}`, `NETMASK${number}=${printIpv4(maskOf(network.prefix))}`);
    if (gateway !== undefined && reaches(network, parseIpv4(gateway)!)) lines.push(`GATEWAY=${gateway}`);
  });
  return `${lines.join('\n')}\n`;
}

/** route-ethN: one line a static route, in the file of the interface that reaches its gateway. */
function routeFiles(spec: MachineSpec): Map<string, string> {
  const files = new Map<string, string>();
  for (const { to, via } of spec.routes ?? []) {
    const gateway = parseIpv4(via)!;
    const out = spec.interfaces.find(({ addresses }) =>
      addresses?.some((text) => reaches(parseNetwork(text), gateway)),
    );
    const dev = out?.name ?? spec.interfaces[0]?.name;
    if (dev !== undefined) files.set(dev, `${files.get(dev) ?? ''}${to} via ${via}\n`);
  }
  return files;
}
