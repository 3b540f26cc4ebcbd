// Joins a machine to the world's switches: one boot's network stack, with its cards plugged into the topology's segments. When the power
// goes the cables are pulled and the stack's late timers are no longer heard of.

import type { Device } from '../net/link/device.ts';
import type { Segment } from '../net/link/segment.ts';
import { createStack } from '../net/stack.ts';
import type { NewEvent } from '../sim/journal.ts';
import type { Sim } from '../sim/sim.ts';
import type { MachineNetwork } from './machine.ts';

export function createMachineNetwork(sim: Sim, host: string, segments: ReadonlyMap<string, Segment>): MachineNetwork {
  let alive = true;
  const record = (event: NewEvent): number => (alive ? sim.record(event) : sim.journal.nextSeq);
  const stack = createStack(Object.create(sim, { record: { value: record } }) as Sim, host);
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
      alive = false;
      for (const { device, segment } of plugged) {
        device.up = false;
        segment?.detach(device);
      }
    },
  };
}
