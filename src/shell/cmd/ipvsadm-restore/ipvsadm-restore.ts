// ipvsadm-restore: the shell script around `ipvsadm -R`. It takes out comment lines and clears the table first, whatever comes.

import type { Command } from '../../command.ts';
import { readAll, restore } from '../ipvsadm/ipvsadm.ts';

export const ipvsadmRestore: Command = {
  name: 'ipvsadm-restore',
  directory: '/usr/sbin',
  summary: { zh: '从标准输入恢复 IPVS 规则', en: 'restore IPVS rules from standard input' },
  options: [],
  *main(sys) {
    const input = yield* readAll(sys);
    sys.ipvs().flush();
    const rules = input.split('\n').filter((line) => !line.startsWith('#'));
    return yield* restore(sys, 'ipvsadm', rules.join('\n'));
  },
};
