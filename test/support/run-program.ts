// A tiny world with one machine (no packets unless a network is given), in which a test runs one program and reads what it printed.

import type { Bytes } from '../../src/base/bytes.ts';
import { Machine, type MachineNetwork, type MachineParts } from '../../src/host/machine.ts';
import type { MachineSpec } from '../../src/host/spec.ts';
import type { Main, Sys } from '../../src/host/sys.ts';
import { waitFor, type Program } from '../../src/sim/process.ts';
import { Sim } from '../../src/sim/sim.ts';
import { fakeNetwork } from './fake-network.ts';

export const TINY: MachineSpec = {
  name: 'svr1',
  role: 'client',
  interfaces: [{ name: 'eth0', segment: 'lan', mac: '52:54:00:00:00:01', addresses: ['10.10.10.1/24'] }],
};

/** A login shell that does nothing but exist. */
export const idle: Main = function* (sys) {
  for (;;) yield* waitFor(sys.childEnded);
};

export interface Tiny {
  readonly sim: Sim;
  readonly machine: Machine;
  readonly sys: Sys;
  /** Everything that the terminal was sent. */
  shown(): Bytes;
}

export function tinyWorld(
  how: {
    spec?: Partial<MachineSpec>;
    commands?: MachineParts['commands'];
    shell?: Main;
    httpd?: Main;
    network?: (sim: Sim, host: string) => MachineNetwork;
  } = {},
): Tiny {
  const sim = new Sim({ seed: 1 });
  let shown = '';
  const machine = new Machine(
    { ...TINY, ...how.spec },
    {
      sim,
      commands: how.commands ?? [],
      shell: how.shell ?? idle,
      httpd: how.httpd ?? idle,
      createNetwork: (host) => how.network?.(sim, host) ?? fakeNetwork(),
      output: (bytes) => (shown += bytes),
    },
  );
  machine.boot();
  sim.advance(sim.nowUs);
  return {
    sim,
    machine,
    get sys() {
      return machine.rootSys();
    },
    shown: () => shown,
  };
}

export interface Ran {
  readonly status: number;
  readonly stdout: Bytes;
  readonly stderr: Bytes;
}

/** How long a program may take, in virtual time, before a test has hung. */
const PATIENCE_US = 600_000_000;

/** Runs `main` on the machine until it ends and answers what it wrote; `stdin` is what it can read. */
export function runMain(
  world: Tiny,
  main: Main,
  argv: readonly string[],
  how: { stdin?: Bytes; env?: ReadonlyMap<string, string>; cwd?: string } = {},
): Ran {
  const outcome: { ran?: Ran } = {};
  function* runner(sys: Sys): Program<number> {
    const input = sys.pipe();
    const output = sys.pipe();
    const errors = sys.pipe();
    const fds = new Map([
      [0, input.read],
      [1, output.write],
      [2, errors.write],
    ]);
    const options = { ...(how.env ? { env: how.env } : {}), cwd: how.cwd ?? '/root' };
    const pid = sys.fork({ argv, main, fds, ...options });
    for (const fd of fds.values()) sys.close(fd);
    const collect = (fd: number) =>
      function* (reader: Sys): Program<number> {
        for (let text = ''; ;) {
          const piece = yield* reader.read(fd);
          if (typeof piece !== 'string') throw new Error(piece.errno);
          if (piece === '') {
            collected.set(fd, text);
            return 0;
          }
          text += piece;
        }
      };
    const collected = new Map<number, Bytes>();
    const readers = [output.read, errors.read].map((fd) =>
      sys.fork({ argv: ['reader'], main: collect(fd), fds: new Map([[fd, fd]]) }),
    );
    const writer = sys.fork({
      argv: ['writer'],
      fds: new Map([[0, input.write]]),
      *main(own: Sys) {
        yield* own.write(0, how.stdin ?? '');
        return 0;
      },
    });
    for (const fd of [input.write, output.read, errors.read]) sys.close(fd);
    const end = yield* sys.wait(pid);
    for (const one of [...readers, writer]) yield* sys.wait(one);
    if ('errno' in end) throw new Error(end.errno);
    outcome.ran = {
      status: end.status,
      stdout: collected.get(output.read) ?? '',
      stderr: collected.get(errors.read) ?? '',
    };
    return 0;
  }
  const door = world.machine.rootSys();
  const pid = door.fork({ argv: ['runner'], main: runner });
  const untilUs = world.sim.nowUs + PATIENCE_US;
  while (!outcome.ran && world.sim.nowUs < untilUs) {
    const dueUs = world.sim.clock.nextDueUs();
    if (dueUs === undefined || dueUs > untilUs) break;
    world.sim.advance(dueUs);
  }
  door.reap(pid);
  for (const event of world.sim.journal.since(0))
    if (event.kind === 'process.crashed') throw new Error(`${event.argv.join(' ')}: ${event.error}`);
  if (!outcome.ran) throw new Error(`${argv.join(' ')}: did not end`);
  return outcome.ran;
}
