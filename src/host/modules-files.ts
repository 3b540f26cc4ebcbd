// What systemd-modules-load does at boot: modules-load.d(5). The names, one a line, of all *.conf in /etc/modules-load.d.

import { isErrno } from '../base/errno.ts';
import type { SysctlFiles } from './sysctl-files.ts';

const DIRECTORY = '/etc/modules-load.d';

/** The modules to load, in the order of the files' names. `#` and `;` begin comments. */
export function modulesToLoad(files: SysctlFiles): readonly string[] {
  const names = files.readdir(DIRECTORY);
  if (isErrno(names)) return [];
  return [...names]
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .flatMap((name) => {
      const text = files.readFile(`${DIRECTORY}/${name}`);
      return isErrno(text) ? [] : text.split('\n').map((line) => line.trim());
    })
    .filter((line) => line !== '' && !/^[#;]/.test(line));
}
