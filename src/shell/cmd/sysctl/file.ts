// sysctl.conf(5): `key = value` lines, comments with # and ;, a dash before a key whose failure does not count; and which
// files --system reads, in which order.

import { isErrno, type Errno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { readAll } from '../../text/input.ts';

export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly ignoreFailure: boolean;
}

export function parseLine(line: string): Setting | undefined {
  const equals = line.indexOf('=');
  if (equals < 0) return undefined;
  const key = line.slice(0, equals).trim();
  return { key: key.replace(/^-/, ''), value: line.slice(equals + 1).trim(), ignoreFailure: key.startsWith('-') };
}

export interface Settings {
  readonly settings: readonly Setting[];
  /** Numbers of lines that are none. */
  readonly wrong: readonly number[];
}

/** '-' is standard input. */
export function* readSettings(sys: Sys, file: string): Program<Settings | Errno> {
  const text = file === '-' ? yield* readAll(sys, 0) : sys.readFile(file);
  if (isErrno(text)) return text.errno === 'EISDIR' ? { settings: [], wrong: [] } : text;
  const settings: Setting[] = [];
  const wrong: number[] = [];
  text.split('\n').forEach((line, i) => {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) return;
    const setting = parseLine(content);
    if (setting) settings.push(setting);
    else wrong.push(i + 1);
  });
  return { settings, wrong };
}

const DIRECTORIES = ['/etc/sysctl.d', '/run/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d'];

/** By file name; of several of one name that of the first directory. /etc/sysctl.conf is the last. */
export function systemFiles(sys: Sys): readonly string[] {
  const found = new Map<string, string>();
  for (const directory of DIRECTORIES) {
    const names = sys.readdir(directory);
    if (isErrno(names)) continue;
    for (const name of names) if (name.endsWith('.conf') && !found.has(name)) found.set(name, `${directory}/${name}`);
  }
  const files = [...found.keys()].sort().map((name) => found.get(name)!);
  return isErrno(sys.stat('/etc/sysctl.conf')) ? files : [...files, '/etc/sysctl.conf'];
}
