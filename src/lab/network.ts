// A machine's network as the lab wires it: the stack of one boot, its cards plugged into the topology's segments.

import { createStack } from '../net/stack.ts';
import type { Segment } from '../net/link/segment.ts';
import type { MachineNetwork } from '../host/machine.ts';
import type { Sim } from '../sim/sim.ts';

export function createNetwork(sim: Sim, segments: ReadonlyMap<string, Segment>, host: string): MachineNetwork {
  const stack = createStack(sim, host);
  return {
    ip: stack.ip,
    admin: stack.admin,
    sockets: stack.sockets,
    sysctl: stack.sysctl,
    addDevice(name, mac, segmentName) {
      const segment = segments.get(segmentName);
      if (!segment) throw new Error(`${host}: ${name}: no segment ${segmentName}`);
      stack.addNic({ name, mac, segment });
    },
    loadModule(name) {
      if (name === 'ipip') stack.addTunnel();
    },
    powerOff: () => stack.powerOff(),
  };
}
