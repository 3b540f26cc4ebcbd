// /dev: null, zero, full, random, urandom, tty, pts/0, and the links stdin, stdout, stderr and fd. Randomness is the world's own.

import type { Bytes } from '../../base/bytes.ts';
import { errno, type Errno } from '../../base/errno.ts';
import type { Prng } from '../../base/prng.ts';
import { TreeDirectory, type Node, type SpecialNode } from '../vfs/node.ts';
import type { Store } from '../vfs/store.ts';
import { Description, type Caller } from './description.ts';
import { openTerminal, type Terminal } from './tty.ts';

type Reads = (max: number) => Bytes | Errno;
type Writes = (data: Bytes) => number | Errno;

class DeviceDescription extends Description {
  readonly words: string;
  readonly node: Node;
  readonly #read: Reads;
  readonly #write: Writes;

  constructor(words: string, node: Node, read: Reads, write: Writes) {
    super();
    this.words = words;
    this.node = node;
    this.#read = read;
    this.#write = write;
  }

  override read(max: number, _caller: Caller): Bytes | Errno {
    return this.#read(max);
  }

  override write(data: Bytes, _caller: Caller): number | Errno {
    return this.#write(data);
  }
}

/** At most so much at once: a reader of /dev/zero asks again. */
const MAX_PIECE = 65_536;

export function deviceDirectory(store: Store, prng: () => Prng, terminal: Terminal | undefined): TreeDirectory {
  const directory = new TreeDirectory(store.inodes, 0o755, store.nowUs);
  const made = (major: number, minor: number, mode: number, open: SpecialNode['open']): SpecialNode => ({
    kind: 'device',
    inode: store.inodes.next(),
    mode,
    uid: 0,
    gid: 0,
    modifiedUs: store.nowUs,
    device: { major, minor },
    open,
  });
  const simple = (name: string, minor: number, read: Reads, write: Writes): void => {
    const node = made(1, minor, 0o666, () => new DeviceDescription(`/dev/${name}`, node, read, write));
    directory.set(name, node);
  };
  const zeros: Reads = (max) => '\0'.repeat(Math.min(max, MAX_PIECE));
  const noise: Reads = (max) => randomBytes(prng(), Math.min(max, MAX_PIECE));
  const swallow: Writes = (data) => data.length;
  simple('null', 3, () => '', swallow);
  simple('zero', 5, zeros, swallow);
  simple('full', 7, zeros, () => errno('ENOSPC'));
  simple('random', 8, noise, swallow);
  simple('urandom', 9, noise, swallow);
  const tty = made(5, 0, 0o666, (_mode, caller) => openTerminal(caller.terminal, tty));
  directory.set('tty', tty);
  const pts = new TreeDirectory(store.inodes, 0o755, store.nowUs);
  const first = made(136, 0, 0o620, () => openTerminal(terminal, first));
  if (terminal) pts.set('0', first);
  directory.set('pts', pts);
  const links = { fd: '/proc/self/fd', stdin: '/proc/self/fd/0', stdout: '/proc/self/fd/1', stderr: '/proc/self/fd/2' };
  for (const [name, target] of Object.entries(links))
    directory.set(name, {
      kind: 'symlink',
      inode: store.inodes.next(),
      mode: 0o777,
      uid: 0,
      gid: 0,
      modifiedUs: store.nowUs,
      target,
    });
  return directory;
}

function randomBytes(prng: Prng, count: number): Bytes {
  let bytes = '';
  for (let i = 0; i < count; i++) bytes += String.fromCharCode(prng.nextU32() & 255);
  return bytes;
}
