// Runs programs that ask the outside: like support/run-program.ts, but the questions are answered between the steps.

import type { Bytes } from '../../../src/base/bytes.ts';
import type { Command } from '../../../src/shell/command.ts';
import { COMMANDS } from '../../../src/shell/cmd/registry.ts';
import { tinyWorld, type Ran, type Tiny } from '../../support/run-program.ts';

export const world = (): Tiny => tinyWorld({ commands: COMMANDS });

export const ENV = new Map([['PATH', '/usr/sbin:/usr/bin']]);

/** Starts a program whose three descriptors are files of /tmp. */
export function launch({ sys }: Tiny, command: Command, args: readonly string[], stdin: Bytes = ''): number {
  sys.writeFile('/tmp/.in', stdin);
  const fd = (path: string, mode: 'read' | 'write') =>
    sys.open(path, mode, { create: true, truncate: mode === 'write' });
  const fds = new Map([
    [0, fd('/tmp/.in', 'read') as number],
    [1, fd('/tmp/.out', 'write') as number],
    [2, fd('/tmp/.err', 'write') as number],
  ]);
  const pid = sys.fork({
    argv: [command.name, ...args],
    main: command.main,
    fds,
    env: ENV,
    cwd: '/root',
    group: 'new',
  });
  for (const own of fds.values()) sys.close(own);
  return pid;
}

/** Lets everything that is due happen, questions included, until the program has ended. */
export async function run(tiny: Tiny, command: Command, args: readonly string[], stdin?: Bytes): Promise<Ran> {
  const pid = launch(tiny, command, args, stdin);
  for (;;) {
    tiny.sim.advance(tiny.sim.nowUs);
    const end = tiny.sys.reap(pid);
    if (end && 'status' in end) {
      const text = (path: string) => tiny.sys.readFile(path) as Bytes;
      return { status: end.status, stdout: text('/tmp/.out'), stderr: text('/tmp/.err') };
    }
    const asked = tiny.sim.externals.splice(0);
    if (asked.length === 0) throw new Error(`${command.name}: did not end`);
    for (const request of asked) await request.ask().then(request.answer, request.fail);
  }
}
