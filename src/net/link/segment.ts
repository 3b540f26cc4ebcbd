// A switch with hosts on its ports (IEEE 802.1D without spanning tree): it learns which port a MAC is behind from what comes
// in, sends unicast to the learnt port, and floods broadcasts and what it has not learnt. It floods to the newest port first:
// of several hosts that answer one ARP request, the last attached answers first. Learnt ports do not age.

import type { Sim } from '../../sim/sim.ts';
import type { Port } from '../contract.ts';
import { MAC_BROADCAST, type Mac } from '../wire/address.ts';
import type { Frame } from '../wire/packet.ts';
import type { Device, Wire } from './device.ts';
import { PROPAGATION_US, serializationUs } from './timing.ts';

/** Ports that one frame goes to, with their names ready for the journal. Made when ports change, not per frame. */
class Receivers {
  readonly ports: readonly SwitchPort[];
  readonly names: readonly Port[];

  constructor(ports: readonly SwitchPort[]) {
    this.ports = ports;
    this.names = ports.map((port) => port.device.port);
  }
}

class Flight {
  readonly frame: Frame;
  readonly size: number;
  readonly receivers: Receivers;

  constructor(frame: Frame, size: number, receivers: Receivers) {
    this.frame = frame;
    this.size = size;
    this.receivers = receivers;
  }
}

class SwitchPort implements Wire {
  readonly segment: string;
  readonly device: Device;
  readonly alone: Receivers;
  /** Everyone else on the segment, newest first. */
  others = new Receivers([]);
  readonly #segment: Segment;
  readonly #sim: Sim;
  #busyUntilUs = 0;
  /** Frames on their way from this port, in the order in which they arrive. */
  #flights: Flight[] = [];
  #landed = 0;

  constructor(segment: Segment, device: Device) {
    this.#segment = segment;
    this.#sim = segment.sim;
    this.segment = segment.name;
    this.device = device;
    this.alone = new Receivers([this]);
  }

  carry(frame: Frame, size: number): void {
    const segment = this.#segment;
    const clock = this.#sim.clock;
    const nowUs = clock.nowUs;
    const startUs = nowUs > this.#busyUntilUs ? nowUs : this.#busyUntilUs;
    this.#busyUntilUs = startUs + serializationUs(size);
    const arriveUs = this.#busyUntilUs + PROPAGATION_US;
    segment.learn(frame.src, this);
    const learnt = frame.dst === MAC_BROADCAST ? undefined : segment.portOf(frame.dst);
    const receivers = learnt === undefined ? this.others : learnt.alone;
    this.#sim.record({
      kind: 'link.carried',
      host: '',
      segment: this.segment,
      from: this.device.port,
      to: receivers.names,
      frame,
      arriveUs,
      flooded: learnt === undefined,
      seq: 0,
      atUs: 0,
    });
    this.#flights.push(new Flight(frame, size, receivers));
    clock.at(arriveUs, this.#land);
  }

  unplug(): void {
    this.#segment.detach(this.device);
  }

  readonly #land = (): void => {
    const flight = this.#flights[this.#landed++]!;
    if (this.#landed === this.#flights.length) {
      this.#flights = [];
      this.#landed = 0;
    }
    const { frame, size } = flight;
    let taken = false;
    for (const port of flight.receivers.ports) taken = port.device.receive(frame, size) || taken;
    if (taken || frame.dst === MAC_BROADCAST) return;
    this.#sim.record({
      kind: 'packet.dropped',
      host: '',
      packet: frame.payload,
      where: 'link',
      because: { code: 'nobody-there', mac: frame.dst },
    });
  };
}

export class Segment {
  readonly sim: Sim;
  readonly name: string;
  /** Oldest first. */
  #ports: SwitchPort[] = [];
  readonly #learnt = new Map<Mac, SwitchPort>();

  constructor(sim: Sim, name: string) {
    this.sim = sim;
    this.name = name;
  }

  get devices(): readonly Device[] {
    return this.#ports.map((port) => port.device);
  }

  /** Plugs `device` into a new port. */
  attach(device: Device): void {
    const port = new SwitchPort(this, device);
    this.#ports.push(port);
    device.wire = port;
    this.#connect();
  }

  detach(device: Device): void {
    this.#ports = this.#ports.filter((port) => port.device !== device);
    for (const [mac, port] of this.#learnt) if (port.device === device) this.#learnt.delete(mac);
    device.wire = undefined;
    this.#connect();
  }

  /** @internal */
  learn(mac: Mac, port: SwitchPort): void {
    if (this.#learnt.get(mac) !== port) this.#learnt.set(mac, port);
  }

  /** @internal */
  portOf(mac: Mac): SwitchPort | undefined {
    return this.#learnt.get(mac);
  }

  #connect(): void {
    const newestFirst = [...this.#ports].reverse();
    for (const port of this.#ports) port.others = new Receivers(newestFirst.filter((other) => other !== port));
  }
}
