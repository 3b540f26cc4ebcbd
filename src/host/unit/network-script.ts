// /etc/rc.d/init.d/network: what `systemctl restart network` runs. Start, stop, restart; status is not here.

import type { Main, Sys } from '../sys.ts';
import { startNetwork, stopNetwork } from './network.ts';

export const NETWORK_SCRIPT = '/etc/rc.d/init.d/network';

export const networkScript: Main = function* (sys: Sys, argv) {
  const action = argv[1] ?? '';
  if (action !== 'start' && action !== 'stop' && action !== 'restart') {
    yield* sys.write(2, `network: ${action}: not in this simulator\n`);
    return 2;
  }
  if (action !== 'start') stopNetwork(sys, sys.net);
  if (action === 'stop') return 0;
  const problems = startNetwork(sys, sys.net);
  for (const line of problems) yield* sys.write(2, `${line}\n`);
  return problems.length > 0 ? 1 : 0;
};
