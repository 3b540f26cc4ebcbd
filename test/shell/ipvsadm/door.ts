// As much of the door to a machine as ipvsadm uses: IPVS, two files, standard input and output.

import { errno } from '../../../src/base/errno.ts';
import type { Sys } from '../../../src/host/sys.ts';
import type { Command } from '../../../src/shell/command.ts';
import { ipvsadm } from '../../../src/shell/cmd/ipvsadm/ipvsadm.ts';
import { Director } from '../../ipvs/director.ts';

const FILES: Readonly<Record<string, string>> = {
  '/etc/hosts': '127.0.0.1 localhost\n',
  '/etc/services':
    'domain\t\t53/tcp\t# Domain\ndomain 53/udp\nhttp 80/tcp www\nhttps 443/tcp\nhttps 443/udp\nhttp-alt 8080/tcp webcache\n',
};

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

export class Host {
  readonly director = new Director();
  readonly files = { ...FILES };

  /** Runs a command to its end. */
  run(argv: readonly string[], input = '', command: Command = ipvsadm): Ran {
    const written = ['', '', ''];
    let rest = input;
    const { sim, ipvs } = this.director;
    const files = this.files;
    const door = {
      get nowUs() {
        return sim.nowUs;
      },
      ipvs: () => ipvs.control,
      readFile: (path: string) => files[path] ?? errno('ENOENT'),
      resolve: (name: string) => (name === 'localhost' ? 0x7f00_0001 : undefined),
      // eslint-disable-next-line require-yield -- the double never waits
      *write(fd: number, data: string) {
        written[fd] += data;
      },
      // eslint-disable-next-line require-yield -- the double never waits
      *read() {
        const piece = rest;
        rest = '';
        return piece;
      },
    };
    const step = command.main(door as unknown as Sys, argv).next();
    if (!step.done) throw new Error('the command waits');
    return { out: written[1]!, err: written[2]!, status: step.value };
  }

  /** `ipvsadm …`, words between blanks; throws when it fails. */
  ipvsadm(line: string): string {
    const { out, err, status } = this.run(['ipvsadm', ...line.split(' ')]);
    if (status !== 0) throw new Error(`ipvsadm ${line}: ${err}`);
    return out;
  }
}
