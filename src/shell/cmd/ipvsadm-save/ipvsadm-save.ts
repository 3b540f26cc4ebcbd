// ipvsadm-save: the shell script around `ipvsadm -S`. It knows -n; other options get its help, other words nothing.

import { err, type Command } from '../../command.ts';
import { row } from '../../option.ts';
import { ipvsadm } from '../ipvsadm/ipvsadm.ts';

export const ipvsadmSave: Command = {
  name: 'ipvsadm-save',
  directory: '/usr/sbin',
  summary: { zh: '把 IPVS 规则写到标准输出', en: 'write the IPVS rules to standard output' },
  options: [row('-n', 'numeric output of addresses and ports', '以数字显示地址和端口')],
  *main(sys, argv) {
    const args = argv.slice(1);
    if (args.some((arg) => arg.startsWith('-') && arg !== '-n')) {
      yield* err(
        sys,
        'ipvsadm-save: Script to save the IPVS table to stdout.\n' +
          '   With the -n option, prints out the table in numeric format.\n',
      );
      return 1;
    }
    return yield* ipvsadm.main(sys, ['ipvsadm', '-S', ...(args.includes('-n') ? ['-n'] : [])]);
  },
};
