// Two TCPs with nothing but a wire between them: a double of the IP layer that delivers after a delay, and may lose or
// delay what the test says.

import type { Errno } from '../../../src/base/errno.ts';
import type { IpLayer, Reason, Routed, SendIp, Skb } from '../../../src/net/contract.ts';
import { Tcp } from '../../../src/net/tcp/tcp.ts';
import { parseIpv4, printIpv4 } from '../../../src/net/wire/address.ts';
import type { Ipv4Packet, TcpSegment } from '../../../src/net/wire/packet.ts';
import { Sim } from '../../../src/sim/sim.ts';

export const CLIENT = parseIpv4('10.0.0.1')!;
export const SERVER = parseIpv4('10.0.0.2')!;

export interface OnWire {
  readonly atUs: number;
  readonly from: 'client' | 'server';
  readonly packet: Ipv4Packet;
  readonly segment: TcpSegment;
}

const FLAGS: readonly (readonly [number, string])[] = [
  [2, 'S'],
  [1, 'F'],
  [8, 'P'],
  [4, 'R'],
  [16, '.'],
];

export class Pair {
  readonly sim = new Sim({ seed: 1 });
  readonly wire: OnWire[] = [];
  readonly drops: Reason[] = [];
  delayUs = 100;
  /** Returning 'lose' loses a packet; a number delays it by so many µs more. */
  fate: (on: OnWire) => 'lose' | number | undefined = () => undefined;
  readonly client: Tcp;
  readonly server: Tcp;
  readonly settings = new Map<string, number>();
  mtu = 1500;

  constructor() {
    this.client = new Tcp(this.#layer('client', CLIENT));
    this.server = new Tcp(this.#layer('server', SERVER));
  }

  advance(us: number): void {
    this.sim.advance(this.sim.nowUs + us);
  }

  /** What has gone over the wire since the last call, one line a segment, as tcpdump would abbreviate it. */
  seen(): string[] {
    const lines: string[] = [];
    for (const { from, segment } of this.wire.splice(0)) {
      const flags = FLAGS.map(([bit, letter]) => (segment.flags & bit ? letter : '')).join('');
      const data = segment.data ? ` ${segment.data.length}` : '';
      lines.push(`${from === 'client' ? '>' : '<'} ${flags}${data} win ${segment.window}`);
    }
    return lines;
  }

  #layer(host: 'client' | 'server', address: number): IpLayer {
    let ids = host === 'client' ? 0 : 1_000_000;
    const send = (what: SendIp): Errno | undefined => {
      const packet: Ipv4Packet = {
        type: 'ip',
        id: ++ids,
        parentId: 0,
        src: what.src || address,
        dst: what.dst,
        ttl: 64,
        tos: 0,
        ident: what.ident ?? 0,
        dontFragment: what.dontFragment ?? false,
        moreFragments: false,
        fragmentOffset: 0,
        protocol: what.protocol,
        payload: what.payload,
      };
      const on: OnWire = { atUs: this.sim.nowUs, from: host, packet, segment: packet.payload as TcpSegment };
      this.wire.push(on);
      const fate = this.fate(on);
      if (fate === 'lose') return undefined;
      const skb: Skb = { packet, inDev: 'eth0', outDev: undefined, mark: 0, ipvs: false };
      this.sim.clock.after(this.delayUs + (fate ?? 0), () => {
        if (what.dst === CLIENT) this.client.recvPacket(skb);
        else if (what.dst === SERVER) this.server.recvPacket(skb);
      });
      return undefined;
    };
    const route = (dst: number): Routed => ({
      found: true,
      nextHop: dst,
      source: address,
      route: {
        dst,
        prefix: 24,
        gateway: undefined,
        dev: 'eth0',
        source: address,
        scope: 'link',
        kind: 'unicast',
        proto: 'kernel',
        metric: 0,
        table: 'main',
      },
    });
    const layer: Partial<IpLayer> = {
      sim: this.sim,
      host,
      sysctl: {
        row: (path: string) =>
          this.settings.has(path) ? ({ read: () => String(this.settings.get(path)) } as never) : undefined,
        int: (path: string) => this.settings.get(path) ?? 0,
      } as IpLayer['sysctl'],
      send,
      route,
      isLocal: (ip) => ip === address,
      pathMtu: () => this.mtu,
      confirmNeighbour: () => {},
      drop: (_packet, _where, because) => void this.drops.push(because),
    };
    return layer as IpLayer;
  }
}

export const printRemote = (socket: { remote: { ip: number; port: number } }): string =>
  `${printIpv4(socket.remote.ip)}:${socket.remote.port}`;
