// Open file descriptions: what descriptors refer to, shared by dup and by children. A description answers at once; EAGAIN
// means "not now", and then its wait queues say when to ask again.

import type { Bytes } from '../../base/bytes.ts';
import { errno, type Errno } from '../../base/errno.ts';
import type { WaitQueue } from '../../sim/process.ts';
import type { Node } from '../vfs/node.ts';
import type { Terminal } from './tty.ts';

export const EAGAIN: Errno = errno('EAGAIN');

/** Who asks: what the kernel needs to know of the calling process. */
export interface Caller {
  readonly pid: number;
  readonly group: number;
  /** Where relative paths start. */
  readonly cwd: string;
  readonly terminal: Terminal | undefined;
}

export abstract class Description {
  /** How many descriptors refer to it. */
  #references = 0;
  /** As /proc/PID/fd shows it. */
  abstract readonly words: string;
  /** What stat and reopening by /dev/fd/N see. */
  abstract readonly node: Node;
  /** The terminal behind it, when it is one. */
  readonly terminal: Terminal | undefined = undefined;
  readonly readable: WaitQueue | undefined = undefined;
  readonly writable: WaitQueue | undefined = undefined;

  /** What is there now, at most `max` bytes; '' at the end. */
  read(_max: number, _caller: Caller): Bytes | Errno {
    return errno('EBADF');
  }

  /** How many bytes were taken now. */
  write(_data: Bytes, _caller: Caller): number | Errno {
    return errno('EBADF');
  }

  /** The last descriptor was closed. */
  protected closed(): void {}

  retain(): this {
    this.#references++;
    return this;
  }

  release(): void {
    if (--this.#references === 0) this.closed();
  }
}
