// poweroff (systemd 219): as reboot, and the machine stays off until somebody switches it on.

import type { Command } from '../../command.ts';
import { absent } from '../../option.ts';
import { down } from '../reboot/reboot.ts';

export const poweroff: Command = {
  name: 'poweroff',
  directory: '/usr/sbin',
  summary: { zh: '关机', en: 'Power off the system.' },
  options: [
    absent('-f, --force', 'Force immediate halt/power-off/reboot', '立即'),
    absent('--halt', 'Halt the machine', '停机'),
    absent('--reboot', 'Reboot the machine', '重启'),
  ],
  main: (sys, argv) => down(sys, argv, poweroff, 'off'),
};
