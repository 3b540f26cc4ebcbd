// What a machine is built from: the topology's words for one host (lab/topology gives them), checked already.

import { broadcastOf, inNetwork, networkOf, parseIpv4, parseMac, type Ipv4, type Mac } from '../net/wire/address.ts';

export interface MachineSpec {
  readonly name: string;
  readonly role: string;
  readonly interfaces: readonly {
    readonly name: string;
    readonly segment: string;
    readonly mac?: string;
    /** '192.168.10.1/24' */
    readonly addresses?: readonly string[];
  }[];
  readonly gateway?: string;
  readonly routes?: readonly { readonly to: string; readonly via: string }[];
  /** Set at boot, as /etc/sysctl.d would: 'net.ipv4.ip_forward': 1. */
  readonly sysctl?: { readonly [key: string]: number | string };
  readonly modules?: readonly string[];
  /** Pages served by httpd: port → path → body. */
  readonly http?: { readonly [port: string]: { readonly [path: string]: string } };
  /** Files that lie there at boot beside the image's own: path → text. */
  readonly files?: { readonly [path: string]: string };
}

export interface Network {
  readonly ip: Ipv4;
  readonly prefix: number;
  readonly broadcast: Ipv4;
}

/** '192.168.10.1/24'; without a prefix, a host's own /32. Throws for anything else: the topology is checked before. */
export function parseNetwork(text: string): Network {
  const [address, length] = text.split('/');
  const ip = parseIpv4(address!);
  const prefix = length === undefined ? 32 : Number(length);
  if (ip === undefined || !(prefix >= 0 && prefix <= 32)) throw new Error(`not an address with a prefix: ${text}`);
  return { ip, prefix, broadcast: broadcastOf(ip, prefix) };
}

export const reaches = (network: Network, ip: Ipv4): boolean =>
  inNetwork(ip, networkOf(network.ip, network.prefix), network.prefix);

/** The interface's own MAC, or one made of the host's name and the interface's number, the same each time. */
export function macOf(spec: MachineSpec, at: number): Mac {
  const given = spec.interfaces[at]!.mac;
  const mac = given === undefined ? undefined : parseMac(given);
  if (mac !== undefined) return mac;
  let hash = 0x811c9dc5;
  for (const char of `${spec.name}/${at}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return 0x5254_0000_0000 + ((hash >>> 8) & 0xff_ffff);
}
