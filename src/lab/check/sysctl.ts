// Check kind `sysctl`: the value of a file under /proc/sys.

import { sysctlPath } from '../../host/sysctl-files.ts';
import type { CheckBehaviour } from './check.ts';

export const sysctl: CheckBehaviour<'sysctl'> = async (check, world) => {
  const row = world.sys(check.host).sysctl.row(sysctlPath(check.key));
  const found = row?.read() ?? '–';
  if (found === String(check.value)) return undefined;
  const code = row ? 'sysctl' : 'sysctl-unknown';
  return {
    code,
    expected: `${check.key} = ${check.value}`,
    found: row ? `${check.key} = ${found}` : found,
    facts: { host: check.host, key: check.key },
  };
};
