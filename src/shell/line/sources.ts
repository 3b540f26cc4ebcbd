// What a machine has to offer for completion, by kind: files, devices, addresses, hosts, sysctl keys, commands, schedulers. Read from
// the machine itself, and nothing is changed by reading: a module that is not loaded stays so.

import { isErrno } from '../../base/errno.ts';
import type { Sys } from '../../host/sys.ts';
import { SCHEDULERS } from '../../ipvs/sched/index.ts';
import { printIpv4 } from '../../net/wire/address.ts';
import type { Completes } from '../command.ts';

export interface Offer {
  readonly text: string;
  readonly suffix: string;
  /** What a list shows instead of the whole. */
  readonly shown?: string;
}

const plain = (texts: Iterable<string>): Offer[] => [...new Set(texts)].map((text) => ({ text, suffix: ' ' }));

/** Names in the directory that `word` stands in. */
export function files(sys: Sys, word: string, only: 'directory' | 'executable' | 'any', home: string): Offer[] {
  const slash = word.lastIndexOf('/') + 1;
  const directory = word.slice(0, slash);
  const start = word.slice(slash);
  const names = sys.readdir(directory === '' ? '.' : directory.replace(/^~(?=\/)/, home));
  if (isErrno(names)) return [];
  const offers: Offer[] = [];
  for (const name of names) {
    if (!name.startsWith(start) || name === '.' || name === '..' || (name.startsWith('.') && !start.startsWith('.')))
      continue;
    const stat = sys.stat(directory.replace(/^~(?=\/)/, home) + name);
    const isDirectory = !isErrno(stat) && stat.kind === 'directory';
    if (only === 'directory' && !isDirectory) continue;
    if (only === 'executable' && !isDirectory && (isErrno(stat) || (stat.mode & 0o111) === 0)) continue;
    offers.push({ text: directory + name, suffix: isDirectory ? '/' : ' ', shown: isDirectory ? `${name}/` : name });
  }
  return offers;
}

function hostNames(sys: Sys): string[] {
  const text = sys.readFile('/etc/hosts');
  if (isErrno(text)) return [];
  return text.split('\n').flatMap((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1));
}

function addresses(sys: Sys): string[] {
  const found = sys.net.addresses().map(({ ip }) => printIpv4(ip));
  const hosts = sys.readFile('/etc/hosts');
  if (!isErrno(hosts)) for (const line of hosts.split('\n')) if (/^\d+\./.test(line)) found.push(line.split(/\s/)[0]!);
  for (const { gateway } of sys.net.routes('main')) if (gateway !== undefined) found.push(printIpv4(gateway));
  for (const { ip } of sys.net.neighbours()) found.push(printIpv4(ip));
  return [...found, ...services(sys)];
}

/** Virtual services and their destinations, when ip_vs is loaded. */
function services(sys: Sys): string[] {
  const modules = sys.readFile('/proc/modules');
  if (isErrno(modules) || !/^ip_vs /m.test(modules)) return [];
  return sys
    .ipvs()
    .services()
    .flatMap((service) => [
      ...('address' in service ? [`${printIpv4(service.address)}:${service.port}`] : []),
      ...service.dests.map((dest) => `${printIpv4(dest.address)}:${dest.port}`),
    ]);
}

export interface Around {
  readonly sys: Sys;
  readonly word: string;
  readonly home: string;
  readonly commandNames: () => Iterable<string>;
}

export function offersOf(kind: Completes, { sys, word, home, commandNames }: Around): Offer[] {
  if (typeof kind !== 'string') return plain(kind);
  switch (kind) {
    case 'file':
      return files(sys, word, 'any', home);
    case 'directory':
      return files(sys, word, 'directory', home);
    case 'address':
      return plain(addresses(sys));
    case 'host':
      return plain([...hostNames(sys), ...addresses(sys)]);
    case 'device':
      return plain(sys.net.links().map(({ name }) => name));
    case 'sysctl':
      return plain(sys.sysctl.rows().map(({ path }) => path.replaceAll('/', '.')));
    case 'command':
      return plain(commandNames());
    case 'scheduler':
      return plain(SCHEDULERS.keys());
  }
}
