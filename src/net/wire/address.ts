// Addresses as numbers: they are map keys and operands of masks on every hop. Parsed and printed only where people look.

/** An IPv4 address, host order, 0 … 2^32 − 1 (always unsigned). */
export type Ipv4 = number;
/** An Ethernet address, 0 … 2^48 − 1. */
export type Mac = number;

export const MAC_BROADCAST: Mac = 0xffff_ffff_ffff;
/** Broadcast or multicast: the lowest bit of the first octet. */
export const isGroupMac = (mac: Mac): boolean => Math.floor(mac / 2 ** 40) % 2 === 1;
export const IPV4_ANY: Ipv4 = 0;
export const IPV4_BROADCAST: Ipv4 = 0xffff_ffff;

export const printIpv4 = (ip: Ipv4): string => `${ip >>> 24}.${(ip >>> 16) & 255}.${(ip >>> 8) & 255}.${ip & 255}`;

/** Strict dotted quad (what inet_pton takes); undefined for anything else. */
export function parseIpv4(text: string): Ipv4 | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!parts) return undefined;
  let ip = 0;
  for (let i = 1; i <= 4; i++) {
    const part = Number(parts[i]);
    if (part > 255 || (parts[i]!.length > 1 && parts[i]!.startsWith('0'))) return undefined;
    ip = ip * 256 + part;
  }
  return ip;
}

export const printMac = (mac: Mac): string =>
  mac
    .toString(16)
    .padStart(12, '0')
    .replace(/..(?!$)/g, '$&:');

/** Six hexadecimal pairs behind colons; undefined for anything else. */
export function parseMac(text: string): Mac | undefined {
  return /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text)
    ? text.split(':').reduce((mac, pair) => mac * 256 + parseInt(pair, 16), 0)
    : undefined;
}

/** The netmask of a prefix length, 0 … 32. */
export const maskOf = (prefix: number): Ipv4 => (prefix === 0 ? 0 : (0xffff_ffff << (32 - prefix)) >>> 0);

/** The prefix length of a contiguous netmask; undefined when it is not contiguous. */
export function prefixOf(mask: Ipv4): number | undefined {
  const prefix = Math.clz32(~mask);
  return maskOf(prefix) === mask ? prefix : undefined;
}

export const networkOf = (ip: Ipv4, prefix: number): Ipv4 => (ip & maskOf(prefix)) >>> 0;
export const broadcastOf = (ip: Ipv4, prefix: number): Ipv4 => (ip | ~maskOf(prefix)) >>> 0;
export const inNetwork = (ip: Ipv4, network: Ipv4, prefix: number): boolean => networkOf(ip, prefix) === network;
export const isLoopback = (ip: Ipv4): boolean => ip >>> 24 === 127;
export const isMulticast = (ip: Ipv4): boolean => ip >>> 28 === 14;
