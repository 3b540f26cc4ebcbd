// What ifconfig changes, word by word as they stand, by the old ioctls' rules (net/ipv4/devinet.c, devinet_ioctl): an address
// belongs to the name it was given under, and a changed mask or broadcast is the address taken away and put back.

import { errno, isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { AddressInfo, LinkInfo } from '../../../net/contract.ts';
import { broadcastOf, prefixOf, type Ipv4, type Mac } from '../../../net/wire/address.ts';
import { classfulPrefix, resolveHost, resolverWords } from '../../net/names.ts';

/** How a word was taken: fine, said with a status, or the usage text. */
export type Outcome =
  undefined | { readonly words: string; readonly status: number } | 'usage' | { readonly absent: string };

const HELP_HINT = "ifconfig: `--help' gives usage information.";
/** What an ioctl that ends ifconfig returns: −1. */
const FAILED = 255;

const NOT_HERE = new Set([
  '-arp',
  'arp',
  'allmulti',
  '-allmulti',
  'multicast',
  '-multicast',
  'pointopoint',
  '-pointopoint',
  'dstaddr',
  'tunnel',
  'outfill',
  'keepalive',
  'trailers',
  '-trailers',
  'mem_start',
  'io_addr',
  'irq',
  'media',
  'name',
  'dynamic',
  '-dynamic',
  'inet6',
]);

/** ifr_name holds fifteen characters. */
const NAME_LENGTH = 15;

export class Changer {
  readonly #sys: Sys;
  readonly #name: string;
  readonly #words: string[];

  constructor(sys: Sys, name: string, words: readonly string[]) {
    this.#sys = sys;
    this.#name = name.slice(0, NAME_LENGTH);
    this.#words = [...words];
  }

  /** Does the next word or words; undefined as `done` when none is left. Messages come out as they happen. */
  *run(): Generator<Outcome, void, void> {
    while (this.#words.length > 0) yield* this.#one(this.#words.shift()!);
  }

  get #device(): string {
    return this.#name.split(':')[0]!;
  }

  get #link(): LinkInfo | undefined {
    return this.#sys.net.link(this.#device);
  }

  get #address(): AddressInfo | undefined {
    return this.#sys.net.addresses().find(({ label }) => label === this.#name);
  }

  *#one(word: string): Generator<Outcome, void, void> {
    switch (word) {
      case 'inet':
        return;
      case 'up':
        return yield* this.#setUp(true);
      case 'down':
        return yield* this.#setUp(false);
      case 'promisc':
      case '-promisc':
        return yield this.#said(
          'SIOCSIFFLAGS',
          this.#sys.net.setLink(this.#device, { promiscuous: word === 'promisc' }),
        );
      case 'mtu':
      case 'txqueuelen':
        return yield* this.#number(word);
      case 'hw':
        return yield* this.#hardware();
      case 'netmask':
      case 'broadcast':
        return yield* this.#part(word);
      case '-broadcast':
        return yield { words: `Warning: Interface ${this.#name} still in BROADCAST mode.`, status: 0 };
      case 'add':
      case 'del':
        return yield* this.#more(word);
      default:
        if (NOT_HERE.has(word)) {
          yield { absent: word };
          return;
        }
        yield* this.#setAddress(word);
    }
  }

  #said(call: string, refused: Errno | undefined, status = 1): Outcome {
    return refused && { words: `${call}: ${strerror(refused)}`, status };
  }

  *#setUp(up: boolean): Generator<Outcome, void, void> {
    if (!this.#link) {
      const words = `${this.#name}: ERROR while getting interface flags: ${strerror(errno('ENODEV'))}`;
      yield { words, status: FAILED };
      return;
    }
    if (!this.#name.includes(':')) {
      yield this.#said('SIOCSIFFLAGS', this.#sys.net.setLink(this.#device, { up }), FAILED);
      return;
    }
    const address = this.#address;
    if (!address) yield this.#said('SIOCSIFFLAGS', errno('EADDRNOTAVAIL'), FAILED);
    else if (!up) yield this.#said('SIOCSIFFLAGS', this.#take(address), FAILED);
  }

  *#number(word: 'mtu' | 'txqueuelen'): Generator<Outcome, void, void> {
    const text = this.#words.shift();
    if (text === undefined) return yield 'usage';
    const value = parseInt(text, 10) || 0;
    const change = word === 'mtu' ? { mtu: value } : { txQueueLength: value };
    yield this.#said(word === 'mtu' ? 'SIOCSIFMTU' : 'SIOCSIFTXQLEN', this.#sys.net.setLink(this.#device, change));
  }

  *#hardware(): Generator<Outcome, void, void> {
    const kind = this.#words.shift();
    const text = this.#words.shift();
    if (kind !== 'ether' || text === undefined) return yield 'usage';
    const mac = parseEther(text);
    if (mac === undefined) yield { words: `${text}: invalid ether address.`, status: 1 };
    else if (Math.floor(mac / 2 ** 40) % 2 === 1) yield this.#said('SIOCSIFHWADDR', errno('EADDRNOTAVAIL'));
    else yield this.#said('SIOCSIFHWADDR', this.#sys.net.setLink(this.#device, { mac }));
  }

  *#part(word: 'netmask' | 'broadcast'): Generator<Outcome, void, void> {
    const text = this.#words.shift();
    if (text === undefined) {
      if (word === 'netmask') yield 'usage';
      return;
    }
    const value = resolveHost(this.#sys, text);
    if (value === undefined) {
      yield { words: `${text}: ${resolverWords(text)}`, status: 1 };
      this.#words.length = 0;
      return;
    }
    yield word === 'netmask' ? this.#setMask(value) : this.#setBroadcast(value);
  }

  #setMask(mask: Ipv4): Outcome {
    const prefix = prefixOf(mask);
    const call = 'SIOCSIFNETMASK';
    if (!this.#link) return this.#said(call, errno('ENODEV'));
    const address = this.#address;
    if (!address) return this.#said(call, errno('EADDRNOTAVAIL'));
    if (prefix === undefined) return this.#said(call, errno('EINVAL'));
    const followed = prefix < 31 && address.broadcast === broadcastOf(address.ip, address.prefix);
    const broadcast = followed ? broadcastOf(address.ip, prefix) : address.broadcast;
    // The kernel does not say whether the changed address could be put back (another may have it).
    if (prefix !== address.prefix) this.#put({ ...address, prefix, broadcast });
    return undefined;
  }

  #setBroadcast(broadcast: Ipv4): Outcome {
    if (!this.#link) return this.#said('SIOCSIFBRDADDR', errno('ENODEV'));
    const address = this.#address;
    if (!address) return this.#said('SIOCSIFBRDADDR', errno('EADDRNOTAVAIL'));
    if (address.broadcast !== broadcast) this.#put({ ...address, broadcast });
    return undefined;
  }

  /** Where the address of that name was, `address` is now. */
  #put(address: Omit<AddressInfo, 'secondary'>): Errno | undefined {
    const old = this.#address;
    if (old) this.#take(old);
    return this.#sys.net.addAddress(address);
  }

  #take(address: AddressInfo): Errno | undefined {
    return this.#sys.net.delAddress(address.dev, address.ip, address.prefix);
  }

  *#setAddress(word: string): Generator<Outcome, void, void> {
    const [host = '', length] = word.split('/', 2);
    if (length !== undefined && !/^\d+$/.test(length)) return yield 'usage';
    const ip = host === 'default' ? 0 : resolveHost(this.#sys, host);
    if (ip === undefined) {
      yield { words: `${word}: ${resolverWords(host)}\n${HELP_HINT}`, status: 1 };
      this.#words.length = 0;
      return;
    }
    const link = this.#link;
    if (!link) {
      yield this.#said('SIOCSIFADDR', errno('ENODEV'), FAILED);
      yield* this.#setUp(true);
      this.#words.length = 0;
      return;
    }
    if (ip === 0) {
      const address = this.#address;
      if (address) this.#take(address);
    } else {
      const prefix = length === undefined ? classfulPrefix(ip) : Math.min(32, Number(length));
      if (prefix === undefined) return yield this.#said('SIOCSIFADDR', errno('EINVAL'), FAILED);
      const refused = this.#put(this.#newAddress(link, ip, prefix));
      if (isErrno(refused)) return yield this.#said('SIOCSIFADDR', refused, FAILED);
    }
    if (!this.#name.includes(':') || ip !== 0) yield* this.#setUp(true);
  }

  #newAddress(link: LinkInfo, ip: Ipv4, prefix: number, label = this.#name): Omit<AddressInfo, 'secondary'> {
    const broadcast = link.kind === 'ethernet' && prefix < 31 ? broadcastOf(ip, prefix) : undefined;
    const scope = ip >>> 24 === 127 ? 'host' : 'global';
    return { dev: this.#device, ip, prefix, broadcast, scope, label };
  }

  /** `add` gives the first free alias the address, with the device's own mask; `del` takes the alias that has it. */
  *#more(word: 'add' | 'del'): Generator<Outcome, void, void> {
    const text = this.#words.shift();
    if (text === undefined) return yield 'usage';
    const ip = resolveHost(this.#sys, text);
    if (ip === undefined) {
      yield { words: `${text}: ${resolverWords(text)}`, status: 1 };
      return;
    }
    const { net } = this.#sys;
    const link = this.#link;
    if (!link) return yield this.#said('SIOCSIFADDR', errno('ENODEV'));
    const onDevice = net.addresses().filter(({ dev }) => dev === this.#device);
    if (word === 'del') {
      const address = onDevice.find((one) => one.ip === ip);
      return yield address && this.#said('SIOCSIFADDR', this.#take(address));
    }
    let alias = 0;
    while (onDevice.some(({ label }) => label === `${this.#device}:${alias}`)) alias++;
    const prefix = this.#address?.prefix ?? classfulPrefix(ip) ?? 32;
    yield this.#said('SIOCSIFADDR', net.addAddress(this.#newAddress(link, ip, prefix, `${this.#device}:${alias}`)));
  }
}

/** net-tools' in_ether: pairs behind colons; missing ones are 0. */
function parseEther(text: string): Mac | undefined {
  const pairs = text.split(':');
  if (pairs.length > 6 || !pairs.every((pair) => /^[0-9a-f]{1,2}$/i.test(pair)) || pairs.length < 2) return undefined;
  return pairs.reduce((mac, pair) => mac * 256 + parseInt(pair, 16), 0) * 256 ** (6 - pairs.length);
}
