// The file system of one machine: the calls of path_resolution(7), open(2), rename(2), unlink(2) and their like over a tree of
// inodes. Everyone is root, so permission bits matter for executing and for /proc only. Left out: hard links to
// directories, mounting by hand, quotas, access times.

import type { Bytes } from '../../base/bytes.ts';
import { errno, isErrno, type Errno } from '../../base/errno.ts';
import type { OpenMode, Stat } from '../sys.ts';
import type { Caller, Description } from '../kernel/description.ts';
import { DirectoryDescription, FileDescription, LiveDescription } from './file-description.ts';
import { TreeDirectory, type DirectoryNode, type FileNode, type Meta, type Node } from './node.ts';
import type { Store } from './store.ts';
import { walk, type Place } from './walk.ts';

export interface OpenHow {
  readonly create?: boolean;
  readonly truncate?: boolean;
  readonly exclusive?: boolean;
  readonly permissions?: number;
}

const DIRECTORY_BYTES = 4096;

export class FileSystem {
  readonly root: DirectoryNode;
  readonly store: Store;

  constructor(root: DirectoryNode, store: Store) {
    this.root = root;
    this.store = store;
  }

  find(path: string, caller: Caller, followLast = true): Place | Errno {
    return walk(this.root, path, caller, followLast);
  }

  /** The inode at a path, which must be there. */
  node(path: string, caller: Caller, followLast = true): Node | Errno {
    const place = this.find(path, caller, followLast);
    return isErrno(place) ? place : (place.node ?? errno('ENOENT'));
  }

  open(path: string, mode: OpenMode, caller: Caller, how: OpenHow = {}): Description | Errno {
    const place = this.find(path, caller, !how.exclusive);
    if (isErrno(place)) return place;
    let node = place.node;
    let made = false;
    if (!node) {
      if (!how.create) return errno('ENOENT');
      if (place.slash) return errno('EISDIR');
      const file = this.#makeFile(place, (how.permissions ?? 0o666) & ~UMASK);
      if (isErrno(file)) return file;
      node = file;
      made = true;
    } else if (how.create && how.exclusive) return errno('EEXIST');
    switch (node.kind) {
      case 'directory':
        return mode !== 'read' || how.create ? errno('EISDIR') : new DirectoryDescription(node, place.path);
      case 'live':
        if (mode !== 'read' && !node.write && node.refusesOpen) return errno('EACCES');
        return new LiveDescription(node, place.path, mode);
      case 'file': {
        const cut = how.truncate === true && node.data !== '';
        if (cut) this.store.resize(node, '');
        return new FileDescription(node, place.path, mode, this.store, made || cut);
      }
      case 'symlink':
      case 'live-link':
        return errno('ELOOP');
      default:
        return node.open(mode, caller);
    }
  }

  #makeFile(place: Place, mode: number): FileNode | Errno {
    const node: FileNode = { kind: 'file', inode: this.store.inodes.next(), ...this.#meta(mode), data: '', links: 1 };
    return this.#enter(place, node) ?? node;
  }

  #meta(mode: number): Meta {
    return { mode, uid: 0, gid: 0, modifiedUs: this.store.nowUs };
  }

  #enter(place: Place, node: Node): Errno | undefined {
    const change = place.parent.change;
    if (!change) return errno('ENOENT');
    const full = this.store.make();
    if (full) return full;
    change.set(place.name, node);
    place.parent.modifiedUs = this.store.nowUs;
    return undefined;
  }

  #leave(place: Place): void {
    place.parent.change!.remove(place.name);
    place.parent.modifiedUs = this.store.nowUs;
    if (place.node?.kind === 'file' && --place.node.links === 0) this.store.forget(place.node);
    this.store.fileChanged(place.path);
  }

  readFile(path: string, caller: Caller): Bytes | Errno {
    const node = this.node(path, caller);
    if (isErrno(node)) return node;
    if (node.kind === 'file') return node.data;
    if (node.kind === 'live') return node.read();
    return node.kind === 'directory' ? errno('EISDIR') : errno('EINVAL');
  }

  stat(path: string, caller: Caller, followLast: boolean): Stat | Errno {
    const node = this.node(path, caller, followLast);
    return isErrno(node) ? node : statOf(node, caller);
  }

  readdir(path: string, caller: Caller): string[] | Errno {
    const node = this.node(path, caller);
    if (isErrno(node)) return node;
    return node.kind === 'directory' ? node.names() : errno('ENOTDIR');
  }

  mkdir(path: string, caller: Caller, permissions: number): Errno | undefined {
    const place = this.find(path, caller, false);
    if (isErrno(place)) return place;
    if (place.node) return errno('EEXIST');
    const made = new TreeDirectory(this.store.inodes, permissions & ~UMASK, this.store.nowUs);
    const refused = this.#enter(place, made);
    if (!refused) this.store.fileChanged(place.path);
    return refused;
  }

  symlink(target: string, path: string, caller: Caller): Errno | undefined {
    if (target === '') return errno('ENOENT');
    const place = this.find(path, caller, false);
    if (isErrno(place)) return place;
    if (place.node) return errno('EEXIST');
    const node: Node = { kind: 'symlink', inode: this.store.inodes.next(), ...this.#meta(0o777), target };
    const refused = this.#enter(place, node);
    if (!refused) this.store.fileChanged(place.path);
    return refused;
  }

  /** A second name for a file, as ln without -s makes. */
  link(from: string, to: string, caller: Caller): Errno | undefined {
    const node = this.node(from, caller, false);
    if (isErrno(node)) return node;
    const place = this.find(to, caller, false);
    if (isErrno(place)) return place;
    if (place.node) return errno('EEXIST');
    if (!place.parent.change || node.kind === 'live') return errno('EXDEV');
    if (node.kind !== 'file') return errno('EPERM');
    node.links++;
    place.parent.change.set(place.name, node);
    place.parent.modifiedUs = this.store.nowUs;
    this.store.fileChanged(place.path);
    return undefined;
  }

  readlink(path: string, caller: Caller): string | Errno {
    const node = this.node(path, caller, false);
    if (isErrno(node)) return node;
    if (node.kind === 'symlink') return node.target;
    return node.kind === 'live-link' ? node.targetFor(caller) : errno('EINVAL');
  }

  unlink(path: string, caller: Caller): Errno | undefined {
    const place = this.find(path, caller, false);
    if (isErrno(place)) return place;
    if (!place.node) return errno('ENOENT');
    if (place.node.kind === 'directory') return errno('EISDIR');
    if (!place.parent.change) return errno(place.node.kind === 'live' && place.node.write ? 'EACCES' : 'EPERM');
    this.#leave(place);
    return undefined;
  }

  rmdir(path: string, caller: Caller): Errno | undefined {
    const place = this.find(path, caller, false);
    if (isErrno(place)) return place;
    if (!place.node) return errno('ENOENT');
    if (place.lastWord === '.') return errno('EINVAL');
    if (place.lastWord === '..') return errno('ENOTEMPTY');
    if (place.node.kind !== 'directory') return errno('ENOTDIR');
    if (place.name === '' || (place.parent.change && !place.node.change)) return errno('EBUSY');
    if (!place.parent.change) return errno('EPERM');
    if (place.node.names().length > 0) return errno('ENOTEMPTY');
    this.#leave(place);
    return undefined;
  }

  rename(from: string, to: string, caller: Caller): Errno | undefined {
    const source = this.find(from, caller, false);
    if (isErrno(source)) return source;
    const target = this.find(to, caller, false);
    if (isErrno(target)) return target;
    const node = source.node;
    if (!node) return errno('ENOENT');
    const dots = (place: Place) => place.lastWord === '.' || place.lastWord === '..' || place.name === '';
    if (dots(source) || dots(target)) return errno('EBUSY');
    if (!source.parent.change || !target.parent.change) return errno('EXDEV');
    const old = target.node;
    if (old === node) return undefined;
    if (node.kind === 'directory') {
      if (`${target.path}/`.startsWith(`${source.path}/`)) return errno('EINVAL');
      if (old && old.kind !== 'directory') return errno('ENOTDIR');
      if (old && old.names().length > 0) return errno('ENOTEMPTY');
    } else if (old?.kind === 'directory') return errno('EISDIR');
    else if (target.slash || source.slash) return errno('ENOTDIR');
    if (old) this.#leave(target);
    source.parent.change.remove(source.name);
    target.parent.change.set(target.name, node);
    source.parent.modifiedUs = target.parent.modifiedUs = this.store.nowUs;
    this.store.fileChanged(source.path);
    this.store.fileChanged(target.path);
    return undefined;
  }

  chmod(path: string, permissions: number, caller: Caller): Errno | undefined {
    const place = this.find(path, caller);
    if (isErrno(place)) return place;
    if (!place.node) return errno('ENOENT');
    place.node.mode = permissions & 0o7777;
    this.store.fileChanged(place.path);
    return undefined;
  }

  touch(path: string, caller: Caller, atUs?: number): Errno | undefined {
    const place = this.find(path, caller);
    if (isErrno(place)) return place;
    if (!place.node) {
      const opened = this.open(path, 'write', caller, { create: true });
      if (isErrno(opened)) return opened;
      opened.retain().release();
      if (atUs !== undefined) (opened.node as FileNode).modifiedUs = atUs;
      return undefined;
    }
    place.node.modifiedUs = atUs ?? this.store.nowUs;
    return undefined;
  }

  realpath(path: string, caller: Caller): string | Errno {
    const place = this.find(path, caller);
    if (isErrno(place)) return place;
    return place.node ? place.path : errno('ENOENT');
  }
}

/** Every process's file mode creation mask: root's on CentOS. `umask` to change it is not here. */
const UMASK = 0o022;

export function statOf(node: Node, caller: Caller): Stat {
  const kind = node.kind === 'live' ? 'file' : node.kind === 'live-link' ? 'symlink' : node.kind;
  return {
    kind,
    mode: node.mode,
    size: sizeOf(node, caller),
    inode: node.inode,
    links: linksOf(node, caller),
    modifiedUs: node.modifiedUs,
    uid: node.uid,
    gid: node.gid,
    ...('device' in node && node.device ? { device: node.device } : {}),
  };
}

function sizeOf(node: Node, caller: Caller): number {
  switch (node.kind) {
    case 'file':
      return node.data.length;
    case 'symlink':
      return node.target.length;
    case 'live-link':
      // A process's own number is a link of size 0; those to a file of /proc/self have one.
      return node.targetFor(caller).replace(/^\d+$/, '').length;
    case 'directory':
      return node.change ? DIRECTORY_BYTES : 0;
    default:
      return 0;
  }
}

function linksOf(node: Node, _caller: Caller): number {
  if (node.kind === 'file') return node.links;
  if (node.kind !== 'directory') return 1;
  if (!node.change) return 1;
  let links = 2;
  for (const name of node.names()) if (node.get(name)?.kind === 'directory') links++;
  return links;
}
