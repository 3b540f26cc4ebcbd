// pipe(7): 64 KiB between a writing and a reading end. Writes of at most PIPE_BUF bytes go in whole or not at all.

import type { Bytes } from '../../base/bytes.ts';
import { errno, type Errno } from '../../base/errno.ts';
import { WaitQueue } from '../../sim/process.ts';
import type { OpenMode } from '../sys.ts';
import type { SpecialNode } from '../vfs/node.ts';
import { Description, EAGAIN, type Caller } from './description.ts';

const CAPACITY = 65_536;
const PIPE_BUF = 4096;

export class Pipe {
  readonly node: SpecialNode;
  readonly readable = new WaitQueue();
  readonly writable = new WaitQueue();
  readers = 0;
  writers = 0;
  /** Pieces as written, the first one cut by reads: joined only when a reader takes several. */
  #pieces: Bytes[] = [];
  #first = 0;
  #size = 0;

  constructor(inode: number, nowUs: number) {
    this.node = {
      kind: 'pipe',
      inode,
      mode: 0o600,
      uid: 0,
      gid: 0,
      modifiedUs: nowUs,
      open: (mode: OpenMode) => (mode === 'read' ? new PipeReader(this) : new PipeWriter(this)),
    };
  }

  take(max: number): Bytes | Errno {
    if (this.#size === 0) return this.writers > 0 ? EAGAIN : '';
    let taken = '';
    while (taken.length < max && this.#first < this.#pieces.length) {
      const piece = this.#pieces[this.#first]!;
      const room = max - taken.length;
      if (piece.length <= room) {
        taken += piece;
        this.#first++;
      } else {
        taken += piece.slice(0, room);
        this.#pieces[this.#first] = piece.slice(room);
      }
    }
    if (this.#first === this.#pieces.length) {
      this.#pieces = [];
      this.#first = 0;
    }
    this.#size -= taken.length;
    this.writable.wake();
    return taken;
  }

  put(data: Bytes): number | Errno {
    if (this.readers === 0) return errno('EPIPE');
    const room = CAPACITY - this.#size;
    if (room === 0 || (data.length <= PIPE_BUF && data.length > room)) return EAGAIN;
    const taken = data.length <= room ? data : data.slice(0, room);
    this.#pieces.push(taken);
    this.#size += taken.length;
    this.readable.wake();
    return taken.length;
  }
}

export class PipeReader extends Description {
  readonly words: string;
  readonly node: SpecialNode;
  override readonly readable: WaitQueue;
  readonly #pipe: Pipe;

  constructor(pipe: Pipe) {
    super();
    this.#pipe = pipe;
    this.node = pipe.node;
    this.words = `pipe:[${pipe.node.inode}]`;
    this.readable = pipe.readable;
    pipe.readers++;
  }

  override read(max: number, _caller: Caller): Bytes | Errno {
    return this.#pipe.take(max);
  }

  protected override closed(): void {
    if (--this.#pipe.readers === 0) this.#pipe.writable.wake();
  }
}

export class PipeWriter extends Description {
  readonly words: string;
  readonly node: SpecialNode;
  override readonly writable: WaitQueue;
  readonly #pipe: Pipe;

  constructor(pipe: Pipe) {
    super();
    this.#pipe = pipe;
    this.node = pipe.node;
    this.words = `pipe:[${pipe.node.inode}]`;
    this.writable = pipe.writable;
    pipe.writers++;
  }

  override write(data: Bytes, _caller: Caller): number | Errno {
    return data === '' ? 0 : this.#pipe.put(data);
  }

  protected override closed(): void {
    if (--this.#pipe.writers === 0) this.#pipe.readable.wake();
  }
}
