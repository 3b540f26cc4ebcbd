// What systemd-sysctl does at boot: sysctl.d(5). All *.conf of /usr/lib/sysctl.d and /etc/sysctl.d in the order of their names, the same name
// in /etc instead of the one in /usr/lib. CentOS has 99-sysctl.conf there, a link to /etc/sysctl.conf.

import type { Bytes } from '../base/bytes.ts';
import { isErrno, strerror, type Errno } from '../base/errno.ts';
import type { SysctlTree } from '../net/contract.ts';

export interface SysctlFiles {
  readdir(path: string): readonly string[] | Errno;
  readFile(path: string): Bytes | Errno;
}

const DIRECTORIES = ['/usr/lib/sysctl.d', '/etc/sysctl.d'] as const;

export interface SysctlSetting {
  readonly key: string;
  readonly value: string;
  /** A leading `-`: failing is not worth a word. */
  readonly mayFail: boolean;
}

/** Lines `key = value`; `#` and `;` begin comments; what is neither is passed over. */
export function parseSysctlFile(text: Bytes): SysctlSetting[] {
  const settings: SysctlSetting[] = [];
  for (const line of text.split('\n')) {
    const parts = /^\s*(-?)\s*([^#;\s=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (parts) settings.push({ key: parts[2]!, value: parts[3]!, mayFail: parts[1] === '-' });
  }
  return settings;
}

/** net.ipv4.ip_forward and net/ipv4/ip_forward → net/ipv4/ip_forward: the first separator says which of the two separates. */
export function sysctlPath(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  return first === '.' ? key.replace(/[./]/g, (char) => (char === '.' ? '/' : '.')) : key;
}

/** Answers with one line for each setting that was refused. */
export function applySysctlFiles(files: SysctlFiles, tree: SysctlTree): string[] {
  const chosen = new Map<string, string>();
  for (const directory of DIRECTORIES) {
    const names = files.readdir(directory);
    if (!isErrno(names)) for (const name of names) if (name.endsWith('.conf')) chosen.set(name, `${directory}/${name}`);
  }
  const problems: string[] = [];
  for (const name of [...chosen.keys()].sort()) {
    const text = files.readFile(chosen.get(name)!);
    if (isErrno(text)) continue;
    for (const { key, value, mayFail } of parseSysctlFile(text)) {
      const path = sysctlPath(key);
      const row = tree.row(path);
      const refused = row?.write(value);
      const why = row ? refused && strerror(refused) : 'No such file or directory';
      if (why && !mayFail) problems.push(`Failed to write '${value}' to '/proc/sys/${path}': ${why}`);
    }
  }
  return problems;
}
