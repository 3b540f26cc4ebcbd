// A host's network stack, put together: devices, IP, ICMP, UDP, TCP, sysctls, administration, sockets.

import type { Sim } from '../sim/sim.ts';
import { Admin } from './admin.ts';
import type { SocketInfo, Sockets } from './contract.ts';
import { Icmp } from './icmp/icmp.ts';
import { Inet, type InetDevice } from './inet.ts';
import { Ip } from './ip/ip.ts';
import { Ipip, NOWHERE } from './ipip/ipip.ts';
import { Device } from './link/device.ts';
import { LoopbackWire } from './link/loopback.ts';
import type { Segment } from './link/segment.ts';
import { addIpv4Rows } from './sysctl/ipv4.ts';
import { Sysctls } from './sysctl.ts';
import { Tcp } from './tcp/tcp.ts';
import { Udp } from './udp/udp.ts';
import type { Mac } from './wire/address.ts';

export interface NicSpec {
  readonly name: string;
  readonly mac: Mac;
  readonly mtu?: number;
  /** What it is plugged into; a card without a cable has none. */
  readonly segment?: Segment | undefined;
}

export class Stack {
  readonly sim: Sim;
  readonly host: string;
  readonly sysctl: Sysctls;
  readonly inet: Inet;
  readonly ip: Ip;
  readonly icmp: Icmp;
  readonly udp: Udp;
  readonly tcp: Tcp;
  readonly admin: Admin;
  readonly sockets: Sockets;

  constructor(sim: Sim, host: string) {
    this.sim = sim;
    this.host = host;
    this.sysctl = new Sysctls(sim, host);
    addIpv4Rows(this.sysctl);
    this.inet = new Inet(sim, host, this.sysctl);
    this.ip = new Ip(this.inet);
    this.icmp = new Icmp(this.ip);
    this.udp = new Udp(this.ip);
    this.tcp = new Tcp(this.ip);
    for (const transport of [this.icmp, this.udp, this.tcp]) this.ip.addTransport(transport);
    this.admin = new Admin(this.inet, this.ip);
    this.sockets = {
      tcp: (owner) => this.tcp.socket(owner),
      udp: (owner) => this.udp.socket(owner),
      icmp: (owner) => this.icmp.socket(owner),
      list: (): readonly SocketInfo[] => [...this.tcp.list(), ...this.udp.list()],
    };
    const lo = new Device(host, 1, { name: 'lo', kind: 'loopback', mac: 0 });
    lo.wire = new LoopbackWire(sim, lo);
    this.#attach(lo);
  }

  /** Adds an ethernet card, which is down until administration takes it up. */
  addNic({ name, mac, mtu, segment }: NicSpec): Device {
    const device = new Device(this.host, this.#nextIndex(), { name, kind: 'ethernet', mac, ...(mtu ? { mtu } : {}) });
    segment?.attach(device);
    this.#attach(device);
    return device;
  }

  /** What loading the module ipip does: tunl0, down, without an address. */
  addTunnel(): void {
    if (this.inet.device('tunl0')) return;
    const device = new Device(this.host, this.#nextIndex(), { name: 'tunl0', kind: 'ipip', mac: 0 });
    device.wire = NOWHERE;
    this.ip.addTransport(new Ipip(this.ip, this.#attach(device)));
  }

  /** The machine goes dark: cables out, nothing known, no timer of the network's own left. */
  powerOff(): void {
    for (const { device, neighbours } of this.inet.devices) {
      device.up = false;
      device.wire?.unplug?.();
      device.wire = undefined;
      neighbours.abandon();
    }
    this.ip.abandon();
    this.tcp.abandon();
  }

  #nextIndex(): number {
    return this.inet.devices.length + 1;
  }

  #attach(device: Device): InetDevice {
    return this.inet.addDevice(device, this.ip.arp, this.ip, this.ip);
  }
}

export const createStack = (sim: Sim, host: string): Stack => new Stack(sim, host);
