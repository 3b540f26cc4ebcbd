// A network device of a host: ethernet NIC, loopback or IP tunnel. It frames and counts packets and hands them to its wire;
// what comes off the wire it filters by MAC and hands to the host (net/core/dev.c). Left out: queues, offloads, VLANs.

import type { LinkInfo, LinkStats, Port } from '../contract.ts';
import { isGroupMac, type Mac } from '../wire/address.ts';
import { sizeFrame, sizeIpv4, type ArpPacket, type Frame, type Ipv4Packet } from '../wire/packet.ts';

export type DeviceKind = 'loopback' | 'ethernet' | 'ipip';

/** What a device is plugged into. */
export interface Wire {
  /** The segment's name; undefined for a wire that leaves no host. */
  readonly segment: string | undefined;
  carry(frame: Frame, size: number): void;
  unplug?(): void;
}

/** Who takes what a device receives. */
export interface FrameReceiver {
  recvFrame(frame: Frame): void;
}

export interface DeviceSpec {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly mac: Mac;
  readonly mtu?: number;
}

const DEFAULT_MTU: Readonly<Record<DeviceKind, number>> = { loopback: 65536, ethernet: 1500, ipip: 1480 };

export class Device {
  readonly host: string;
  readonly index: number;
  readonly name: string;
  readonly kind: DeviceKind;
  readonly port: Port;
  mac: Mac;
  mtu: number;
  up = false;
  promiscuous = false;
  txQueueLength = 1000;
  wire: Wire | undefined;
  receiver: FrameReceiver | undefined;
  readonly stats: LinkStats = { rxPackets: 0, rxBytes: 0, txPackets: 0, txBytes: 0, rxDropped: 0, txDropped: 0 };

  constructor(host: string, index: number, spec: DeviceSpec) {
    this.host = host;
    this.index = index;
    this.name = spec.name;
    this.kind = spec.kind;
    this.mac = spec.mac;
    this.mtu = spec.mtu ?? DEFAULT_MTU[spec.kind];
    this.port = { host, dev: spec.name };
  }

  /** Up and plugged in. */
  get running(): boolean {
    return this.up && this.wire !== undefined;
  }

  /** No neighbour table: packets go out without a MAC to find. */
  get noArp(): boolean {
    return this.kind === 'ipip';
  }

  /** Frames a packet and sends it; false (counted) when the device is down or unplugged. */
  transmit(payload: Ipv4Packet | ArpPacket, dst: Mac): boolean {
    const wire = this.wire;
    if (!this.up || wire === undefined) {
      this.stats.txDropped++;
      return false;
    }
    const frame: Frame = { src: this.mac, dst, payload };
    const size = sizeFrame(frame);
    this.stats.txPackets++;
    this.stats.txBytes += this.#counted(frame, size);
    wire.carry(frame, size);
    return true;
  }

  /** A frame comes off the wire. False when it is for another MAC, or the device is down. */
  receive(frame: Frame, size: number): boolean {
    const mine = frame.dst === this.mac || isGroupMac(frame.dst);
    if (!mine || !this.up) return false;
    this.stats.rxPackets++;
    this.stats.rxBytes += this.#counted(frame, size);
    this.receiver?.recvFrame(frame);
    return true;
  }

  /** Loopback and tunnels count the IP packet, ethernet its header too. */
  #counted(frame: Frame, size: number): number {
    return this.kind === 'ethernet' || frame.payload.type === 'arp' ? size : sizeIpv4(frame.payload);
  }

  info(): LinkInfo {
    return {
      index: this.index,
      name: this.name,
      kind: this.kind,
      mac: this.mac,
      up: this.up,
      running: this.running,
      mtu: this.mtu,
      txQueueLength: this.txQueueLength,
      segment: this.wire?.segment,
      promiscuous: this.promiscuous,
      noArp: this.noArp,
      stats: this.stats,
    };
  }
}
