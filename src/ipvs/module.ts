// The module ip_vs on one host: its hooks at the netfilter points, its sysctls, and the control side. Loading it does nothing
// to packets until the first service exists.

import type { Hook, IpLayer } from '../net/contract.ts';
import { IpvsAdmin } from './admin.ts';
import type { IpvsControl } from './control.ts';
import { recvErrorIn } from './icmp.ts';
import { recvReply } from './reply.ts';
import { recvRequest } from './request.ts';
import { IpvsState } from './state.ts';
import { removeVsRows } from './sysctl.ts';

export interface IpvsModule {
  readonly control: IpvsControl;
  /** For /proc (proc.ts). */
  readonly state: IpvsState;
  /** Takes the hooks and sysctls away again, and forgets everything: also what switching the machine off does. */
  unload(): void;
}

/** `used` hears of each scheduler that a service takes: the kernel loads a module for it (ip_vs_scheduler_get). */
export function createIpvs(ip: IpLayer, used: (scheduler: string) => void = () => {}): IpvsModule {
  const state = new IpvsState(ip);
  const hooks: readonly Hook[] = [
    { name: 'ipvs reply', point: 'input', priority: 98, handle: (skb) => recvReply(state, skb) },
    { name: 'ipvs request', point: 'input', priority: 99, handle: (skb) => recvRequest(state, skb) },
    { name: 'ipvs local reply', point: 'output', priority: -99, handle: (skb) => recvReply(state, skb) },
    { name: 'ipvs local request', point: 'output', priority: -98, handle: (skb) => recvRequest(state, skb) },
    { name: 'ipvs icmp', point: 'forward', priority: 99, handle: (skb) => recvErrorIn(state, skb) ?? 'accept' },
    { name: 'ipvs nat reply', point: 'forward', priority: 100, handle: (skb) => recvReply(state, skb) },
  ];
  for (const hook of hooks) ip.addHook(hook);
  return {
    control: new IpvsAdmin(state, used),
    state,
    unload() {
      for (const hook of hooks) ip.removeHook(hook);
      removeVsRows(ip);
      state.conns.abandon();
      state.trash.abandon();
    },
  };
}
