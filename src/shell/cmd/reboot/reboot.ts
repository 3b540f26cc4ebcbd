// reboot (systemd 219): the services are stopped, then everything else, and the machine comes up again from its disk.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';

export const reboot: Command = {
  name: 'reboot',
  directory: '/usr/sbin',
  summary: { zh: '重新启动', en: 'Reboot the system.' },
  options: [
    row('-p, --poweroff', 'Switch off the machine', '关机'),
    absent('-f, --force', 'Force immediate halt/power-off/reboot', '立即'),
    absent('-w, --wtmp-only', "Don't halt/power-off/reboot, just write wtmp record", '只写 wtmp'),
    absent('--halt', 'Halt the machine', '停机'),
  ],
  main: (sys, argv) => down(sys, argv, reboot, 'reboot'),
};

export function* down(sys: Sys, argv: readonly string[], command: Command, what: 'reboot' | 'off'): Program<number> {
  const opts = yield* getopt(sys, command, argv, { usage: '[OPTIONS...]', hint: '' });
  if (typeof opts === 'number') return opts;
  sys.power(opts.has('p') ? 'off' : what);
  return 0;
}
