// A machine on the real network stack, for tests below the lab.

import type { Device } from '../../src/net/link/device.ts';
import type { Segment } from '../../src/net/link/segment.ts';
import { createStack } from '../../src/net/stack.ts';
import type { Sim } from '../../src/sim/sim.ts';
import type { MachineNetwork } from '../../src/host/machine.ts';

export function realNetwork(sim: Sim, host: string, segments: ReadonlyMap<string, Segment>): MachineNetwork {
  const stack = createStack(sim, host);
  const plugged: { readonly device: Device; readonly segment: Segment | undefined }[] = [];
  return {
    ip: stack.ip,
    admin: stack.admin,
    sockets: stack.sockets,
    sysctl: stack.sysctl,
    addDevice(name, mac, segmentName) {
      const segment = segments.get(segmentName);
      plugged.push({ device: stack.addNic({ name, mac, segment }), segment });
    },
    loadModule() {},
    powerOff() {
      for (const { device, segment } of plugged) {
        device.up = false;
        segment?.detach(device);
      }
    },
  };
}
