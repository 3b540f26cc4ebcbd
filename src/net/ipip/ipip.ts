// IP in IP at its far end (RFC 2003; net/ipv4/ipip.c): the device tunl0, which the module ipip brings, takes packets of protocol 4
// from anyone and hands what is inside to IP as if it had come in by tunl0. Left out: tunnels with a remote end, sending.

import type { Skb, Transport } from '../contract.ts';
import type { InetDevice } from '../inet.ts';
import type { Ip } from '../ip/ip.ts';
import type { Wire } from '../link/device.ts';
import { ICMP_UNREACHABLE, PROTO_IPIP, sizeIpv4, type Ipv4Packet } from '../wire/packet.ts';

const PORT_UNREACHABLE = 3;

/** tunl0 has no remote end: what is sent into it ends there. */
export const NOWHERE: Wire = { segment: undefined, carry() {} };

export class Ipip implements Transport {
  readonly protocol = PROTO_IPIP;
  readonly #ip: Ip;
  readonly #tunnel: InetDevice;

  constructor(ip: Ip, tunnel: InetDevice) {
    this.#ip = ip;
    this.#tunnel = tunnel;
  }

  recvPacket(skb: Skb): void {
    const outer = skb.packet;
    const { device } = this.#tunnel;
    if (outer.payload.type !== 'ip') {
      this.#ip.drop(outer, 'input', { code: 'malformed', protocol: PROTO_IPIP });
      return;
    }
    if (!device.up) {
      this.#ip.drop(outer, 'input', { code: 'link-down', dev: device.name });
      this.#ip.sendIcmpError(skb, ICMP_UNREACHABLE, PORT_UNREACHABLE);
      return;
    }
    const inner: Ipv4Packet = { ...outer.payload, id: this.#ip.nextPacketId(), parentId: outer.id };
    device.stats.rxPackets++;
    device.stats.rxBytes += sizeIpv4(inner);
    this.#ip.sim.record({
      kind: 'packet.rewritten',
      host: this.#ip.host,
      before: outer,
      after: inner,
      by: 'decapsulate',
    });
    this.#ip.recvPacket(this.#tunnel, inner, false);
  }

  recvError(): void {}
}
