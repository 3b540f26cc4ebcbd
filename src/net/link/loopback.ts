// A host's way to itself (drivers/net/loopback.c): what is sent comes back a moment later, never inside of the sending call.

import type { Sim } from '../../sim/sim.ts';
import type { Port } from '../contract.ts';
import type { Frame } from '../wire/packet.ts';
import type { Device, Wire } from './device.ts';
import { LOOPBACK_US } from './timing.ts';

export class LoopbackWire implements Wire {
  readonly segment = undefined;
  readonly #sim: Sim;
  readonly #device: Device;
  readonly #to: readonly Port[];

  constructor(sim: Sim, device: Device) {
    this.#sim = sim;
    this.#device = device;
    this.#to = [device.port];
  }

  carry(frame: Frame, size: number): void {
    const device = this.#device;
    const leaveUs = this.#sim.nowUs;
    const arriveUs = leaveUs + LOOPBACK_US;
    this.#sim.record({
      kind: 'link.carried',
      host: '',
      segment: 'lo',
      from: device.port,
      to: this.#to,
      frame,
      leaveUs,
      arriveUs,
      flooded: false,
      seq: 0,
      atUs: 0,
    });
    this.#sim.clock.at(arriveUs, () => device.receive(frame, size));
  }
}
