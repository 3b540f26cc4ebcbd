// Which option each command takes (commands_v_options of ipvsadm.c): '+' required, ' ' allowed, 'x' illegal, '1' at most one of
// those so marked. The order of the columns is the order in which ipvsadm complains.

import { fail } from './failure.ts';

export const OPTION_NAMES = [
  'numeric',
  'connection',
  'service-address',
  'scheduler',
  'persistent',
  'netmask',
  'real-server',
  'forwarding-method',
  'weight',
  'u-threshold',
  'l-threshold',
  'mcast-interface',
  'timeout',
  'daemon',
  'stats',
  'rate',
  'thresholds',
  'persistent-conn',
  'nosort',
  'syncid',
  'exact',
  'ops',
  'pe',
  'sched-flags',
  'mcast-group',
  'mcast-port',
  'mcast-ttl',
  'sync-maxlen',
  'tun-info',
  'tun-type',
  'tun-port',
  'tun-nocsum',
  'tun-csum',
  'tun-remcsum',
] as const;
export type OptionName = (typeof OPTION_NAMES)[number];

export type CommandName =
  | 'add-service'
  | 'edit-service'
  | 'delete-service'
  | 'flush'
  | 'list'
  | 'add-server'
  | 'delete-server'
  | 'edit-server'
  | 'set'
  | 'start-daemon'
  | 'stop-daemon'
  | 'restore'
  | 'save'
  | 'zero';

const MATRIX: Readonly<Record<CommandName, string>> = {
  // n c svc s p M r fwd w x y mc tot dmn st rt thr pc srt sid ex ops pe b | grp port ttl len | tun: info type port nocs cs rem
  'add-service': 'xx+   xxxxxxxxxxxxxxx   xxxxxxxxxx',
  'edit-service': 'xx+   xxxxxxxxxxxxxxx   xxxxxxxxxx',
  'delete-service': 'xx+xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  flush: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  list: ' 11xxxxxxxxx11       xxxxxxx xxxxx',
  'add-server': 'xx+xxx+    xxxxxxxxxxxxxxxxxx     ',
  'delete-server': 'xx+xxx+xxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'edit-server': 'xx+xxx+    xxxxxxxxxxxxxxxxxx     ',
  set: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'start-daemon': 'xxxxxxxxxxx xxxxxxx xxxx    xxxxxx',
  'stop-daemon': 'xxxxxxxxxxxxxxxxxxx xxxxxxxxxxxxxx',
  restore: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  save: ' xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  zero: 'xx xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
};

export function checkOptions(command: CommandName, given: ReadonlySet<OptionName>): void {
  let exclusive: OptionName | undefined;
  OPTION_NAMES.forEach((name, column) => {
    const rule = MATRIX[command][column];
    if (!given.has(name)) {
      if (rule === '+') fail(2, `You need to supply the '${name}' option for the '${command}' command`);
    } else if (rule === 'x') fail(2, `Illegal '${name}' option with the '${command}' command`);
    else if (rule === '1') {
      if (exclusive)
        fail(2, `The option '${name}' conflicts with the '${exclusive}' option in the '${command}' command`);
      exclusive = name;
    }
  });
}
