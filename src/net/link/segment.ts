// A switch with hosts on its ports (IEEE 802.1D without spanning tree): it learns which port a MAC is behind from what comes
// in, sends unicast to the learnt port, and floods broadcasts and what it has not learnt. It floods to the newest port first:
// of several hosts that answer one ARP request, the last attached answers first. Learnt ports do not age. A cable stays in its
// socket: a host that is switched on again has the port that it had.

import { Due } from '../../sim/clock.ts';
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
    this.names = ports.map((port) => port.name);
  }
}

/** A frame on its way through the switch. */
class Flight extends Due {
  readonly #sim: Sim;
  readonly #frame: Frame;
  readonly #size: number;
  readonly #receivers: Receivers;

  constructor(sim: Sim, frame: Frame, size: number, receivers: Receivers) {
    super();
    this.#sim = sim;
    this.#frame = frame;
    this.#size = size;
    this.#receivers = receivers;
  }

  /** It reaches whoever is there. */
  happen(): void {
    const frame = this.#frame;
    let taken = false;
    for (const { device } of this.#receivers.ports) if (device && device.receive(frame, this.#size)) taken = true;
    if (taken || frame.dst === MAC_BROADCAST) return;
    this.#sim.record({
      kind: 'packet.dropped',
      host: '',
      packet: frame.payload,
      where: 'link',
      because: { code: 'nobody-there', mac: frame.dst },
    });
  }
}

class SwitchPort implements Wire {
  readonly segment: string;
  readonly name: Port;
  /** Who is at the other end of the cable; undefined while that host is dark. */
  device: Device | undefined;
  readonly alone: Receivers;
  /** Everyone else on the segment, newest first. */
  others = new Receivers([]);
  readonly #segment: Segment;
  readonly #sim: Sim;
  #busyUntilUs = 0;
  /** The source and the destination that were seen last, and where the destination is: most frames are like the one before. */
  #lastSrc: Mac = -1;
  #lastDst: Mac = -1;
  #lastReceivers = this.others;

  constructor(segment: Segment, name: Port) {
    this.#segment = segment;
    this.#sim = segment.sim;
    this.segment = segment.name;
    this.name = name;
    this.alone = new Receivers([this]);
  }

  carry(frame: Frame, size: number): void {
    const clock = this.#sim.clock;
    const nowUs = clock.nowUs;
    const startUs = nowUs > this.#busyUntilUs ? nowUs : this.#busyUntilUs;
    this.#busyUntilUs = startUs + serializationUs(size);
    const arriveUs = this.#busyUntilUs + PROPAGATION_US;
    const receivers = this.#receiversOf(frame);
    this.#sim.record({
      kind: 'link.carried',
      host: '',
      segment: this.segment,
      from: this.name,
      to: receivers.names,
      frame,
      leaveUs: startUs,
      arriveUs,
      flooded: receivers === this.others,
      seq: 0,
      atUs: 0,
    });
    clock.schedule(new Flight(this.#sim, frame, size, receivers), arriveUs);
  }

  #receiversOf({ src, dst }: Frame): Receivers {
    if (src !== this.#lastSrc) {
      this.#segment.learn(src, this);
      this.#lastSrc = src;
    }
    if (dst === MAC_BROADCAST) return this.others;
    if (dst !== this.#lastDst) {
      this.#lastReceivers = this.#segment.portOf(dst)?.alone ?? this.others;
      this.#lastDst = dst;
    }
    return this.#lastReceivers;
  }

  /** @internal What was remembered may be wrong: a MAC was learnt elsewhere, or a port came or went. */
  forget(): void {
    this.#lastSrc = this.#lastDst = -1;
  }

  unplug(): void {
    if (this.device) this.#segment.detach(this.device);
  }
}

export class Segment {
  readonly sim: Sim;
  readonly name: string;
  /** Oldest first. */
  readonly #ports: SwitchPort[] = [];
  readonly #learnt = new Map<Mac, SwitchPort>();

  constructor(sim: Sim, name: string) {
    this.sim = sim;
    this.name = name;
  }

  get devices(): readonly Device[] {
    return this.#ports.flatMap(({ device }) => device ?? []);
  }

  /** Plugs `device` into the port that a device of its host and name had before, or into a new one. */
  attach(device: Device): void {
    const { host, dev } = device.port;
    let port = this.#ports.find(({ name }) => name.host === host && name.dev === dev);
    if (!port) this.#ports.push((port = new SwitchPort(this, device.port)));
    port.device = device;
    device.wire = port;
    this.#connect();
  }

  /** Pulls the cable out of `device`; its other end stays where it is. */
  detach(device: Device): void {
    const port = this.#ports.find((each) => each.device === device);
    if (!port) return;
    for (const [mac, learnt] of this.#learnt) if (learnt === port) this.#learnt.delete(mac);
    device.wire = undefined;
    port.device = undefined;
    this.#connect();
  }

  /** @internal */
  learn(mac: Mac, port: SwitchPort): void {
    if (this.#learnt.get(mac) === port) return;
    this.#learnt.set(mac, port);
    for (const each of this.#ports) each.forget();
  }

  /** @internal */
  portOf(mac: Mac): SwitchPort | undefined {
    return this.#learnt.get(mac);
  }

  #connect(): void {
    const newestFirst = this.#ports.filter(({ device }) => device).reverse();
    for (const port of this.#ports) {
      port.others = new Receivers(newestFirst.filter((other) => other !== port));
      port.forget();
    }
  }
}
