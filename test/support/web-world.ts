// Two machines on one wire: a client, and a web server that serves a page. Real network, no shell.

import type { Bytes } from '../../src/base/bytes.ts';
import { Machine } from '../../src/host/machine.ts';
import type { MachineSpec } from '../../src/host/spec.ts';
import { httpdMain } from '../../src/host/unit/httpd.ts';
import { createNetwork } from '../../src/lab/network.ts';
import { Segment } from '../../src/net/link/segment.ts';
import type { Main } from '../../src/host/sys.ts';
import type { TcpSegment } from '../../src/net/wire/packet.ts';
import { Sim } from '../../src/sim/sim.ts';
import { idle, runMain, type Ran, type Tiny } from './run-program.ts';

export const WEB = '10.0.0.80';

export interface WebWorld {
  readonly sim: Sim;
  readonly client: Tiny;
  readonly web: Tiny;
  run(main: Main, ...argv: string[]): Ran;
  /** TCP segments on the wire since the last call: `> S win 64240`, `< P. 189 win 509`. */
  wire(): string[];
}

const spec = (name: string, last: number, more: Partial<MachineSpec> = {}): MachineSpec => ({
  name,
  role: name,
  interfaces: [{ name: 'eth0', segment: 'lan', mac: `52:54:00:00:00:0${last % 10}`, addresses: [`10.0.0.${last}/24`] }],
  ...more,
});

export function webWorld(pages: Readonly<Record<string, string>> = { '/index.html': 'web1\n' }): WebWorld {
  const sim = new Sim({ seed: 1 });
  const segments = new Map([['lan', new Segment(sim, 'lan')]]);
  const make = (what: MachineSpec): Tiny => {
    let shown: Bytes = '';
    const machine = new Machine(what, {
      sim,
      commands: [],
      shell: idle,
      httpd: httpdMain,
      createNetwork: (host) => createNetwork(sim, segments, host),
      output: (bytes) => (shown += bytes),
    });
    machine.boot();
    return {
      sim,
      machine,
      get sys() {
        return machine.rootSys();
      },
      shown: () => shown,
    };
  };
  const client = make(spec('client', 1));
  const web = make(spec('web', 80, { http: { 80: pages } }));
  sim.advance(300_000);
  let seen = sim.journal.nextSeq;
  return {
    sim,
    client,
    web,
    run: (main, ...argv) => runMain(client, main, argv),
    wire() {
      const lines: string[] = [];
      for (const event of sim.journal.since(seen)) {
        if (event.kind !== 'link.carried' || event.frame.payload.type !== 'ip') continue;
        const segment = event.frame.payload.payload;
        if (segment.type === 'tcp')
          lines.push(`${event.host === 'client' || event.from.host === 'client' ? '>' : '<'} ${line(segment)}`);
      }
      seen = sim.journal.nextSeq;
      return lines;
    },
  };
}

const FLAGS: readonly (readonly [number, string])[] = [
  [2, 'S'],
  [1, 'F'],
  [8, 'P'],
  [4, 'R'],
  [16, '.'],
];

function line({ flags, data, window }: TcpSegment): string {
  const letters = FLAGS.map(([bit, letter]) => (flags & bit ? letter : '')).join('');
  return `${letters}${data ? ` ${data.length}` : ''} win ${window}`;
}
