// Directories and files whose contents are the kernel's present state: what /proc is made of.

import type { Bytes } from '../../base/bytes.ts';
import type { Errno } from '../../base/errno.ts';
import type { Caller } from '../kernel/description.ts';
import type { DirectoryNode, Inodes, LiveLinkNode, LiveNode, Node } from './node.ts';

/** Where live nodes take their numbers and times from. */
export interface LiveSource {
  readonly inodes: Inodes;
  readonly nowUs: number;
}

export class LiveDirectory implements DirectoryNode {
  readonly kind = 'directory';
  readonly inode: number;
  mode = 0o555;
  uid = 0;
  gid = 0;
  modifiedUs: number;
  readonly #get: (name: string) => Node | undefined;
  readonly #names: () => string[];

  constructor(source: LiveSource, get: (name: string) => Node | undefined, names: () => string[]) {
    this.inode = source.inodes.next();
    this.modifiedUs = source.nowUs;
    this.#get = get;
    this.#names = names;
  }

  get(name: string): Node | undefined {
    return this.#get(name);
  }

  names(): string[] {
    return this.#names();
  }
}

export function liveFile(
  source: LiveSource,
  read: () => Bytes,
  how: { write?: ((text: Bytes) => Errno | undefined) | undefined; mode?: number; refusesOpen?: boolean } = {},
): LiveNode {
  return {
    kind: 'live',
    inode: source.inodes.next(),
    mode: how.mode ?? 0o444,
    uid: 0,
    gid: 0,
    modifiedUs: source.nowUs,
    read,
    ...(how.write ? { write: how.write } : {}),
    ...(how.refusesOpen ? { refusesOpen: true } : {}),
  };
}

export function liveLink(
  source: LiveSource,
  targetFor: (caller: Caller) => string,
  nodeFor?: (caller: Caller) => Node | undefined,
): LiveLinkNode {
  return {
    kind: 'live-link',
    inode: source.inodes.next(),
    mode: 0o777,
    uid: 0,
    gid: 0,
    modifiedUs: source.nowUs,
    targetFor,
    ...(nodeFor ? { nodeFor } : {}),
  };
}
