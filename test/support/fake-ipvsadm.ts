// Just enough of bash, ipvsadm-save and ipvsadm-restore to run the lines of ipvsadm.service without either.

import type { Main } from '../../src/host/sys.ts';
import { waitFor, type Program } from '../../src/sim/process.ts';
import { tinyWorld, type Tiny } from './run-program.ts';

/** Runs `exec FILE [-n] < FILE` and the like; as a login shell it does nothing. */
const bash: Main = function* (sys, argv): Program<number> {
  const line = /^exec (\S+)(?: (-n))? ([<>]) (\S+)$/.exec(argv[2] ?? '');
  if (!line) for (;;) yield* waitFor(sys.childEnded);
  const [, path, option, direction, file] = line;
  const writes = direction === '>';
  const fd = sys.open(file!, writes ? 'write' : 'read', { create: writes, truncate: writes });
  if (typeof fd !== 'number') {
    yield* sys.write(2, `/bin/bash: ${file}: No such file or directory\n`);
    return 1;
  }
  const fds = new Map([
    [0, fd],
    [1, fd],
    [2, 2],
  ]);
  const pid = sys.spawn({ path: path!, argv: [path!, ...(option ? [option] : [])], fds });
  const end = yield* sys.wait(pid as number);
  return 'status' in end ? end.status : 1;
};

/** A world whose IPVS table is one string. */
export function fakeIpvsadmWorld(httpd: Main): { readonly tiny: Tiny; readonly table: { text: string } } {
  const table = { text: '' };
  const directory = '/usr/sbin' as const;
  const commands = [
    {
      name: 'ipvsadm',
      directory,
      // eslint-disable-next-line require-yield -- clearing takes no time
      *main() {
        table.text = '';
        return 0;
      },
    },
    {
      name: 'ipvsadm-restore',
      directory,
      main: function* (sys) {
        table.text = (yield* sys.read(0)) as string;
        return 0;
      } satisfies Main,
    },
    {
      name: 'ipvsadm-save',
      directory,
      main: function* (sys) {
        yield* sys.write(1, table.text);
        return 0;
      } satisfies Main,
    },
  ];
  return { tiny: tinyWorld({ commands, shell: bash, httpd }), table };
}
