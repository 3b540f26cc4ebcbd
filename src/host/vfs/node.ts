// The kinds of inode. A tree of the image is described once by immutable templates that all machines share; a machine makes
// an inode of a template when somebody looks it up, so that a boot costs nothing for files that nobody touches.
// After Linux's VFS. Left out: hard links to directories, extended attributes, access and change times.

import type { Bytes } from '../../base/bytes.ts';
import type { Errno } from '../../base/errno.ts';
import type { OpenMode } from '../sys.ts';
import type { Caller, Description } from '../kernel/description.ts';

/** What lies in the image at a place, the same for every machine. */
export type Template =
  | { readonly kind: 'file'; readonly data: Bytes; readonly mode: number }
  | { readonly kind: 'directory'; readonly entries: ReadonlyMap<string, Template>; readonly mode: number }
  | { readonly kind: 'symlink'; readonly target: string };

/** When the image's files were last changed: a month before the machine was switched on. */
export const INSTALLED_US = -30 * 86_400 * 1_000_000;

export interface Meta {
  mode: number;
  uid: number;
  gid: number;
  modifiedUs: number;
}

interface Common extends Meta {
  readonly inode: number;
}

export interface FileNode extends Common {
  readonly kind: 'file';
  data: Bytes;
  /** How many names it has. Its bytes are given back when no name and no descriptor is left; we count names only. */
  links: number;
}

/** A file of /proc: its text is made when it is read, and what is written goes to the kernel. */
export interface LiveNode extends Common {
  readonly kind: 'live';
  read(): Bytes;
  /** One write(2). Without it the file is read-only. */
  write?(text: Bytes): Errno | undefined;
  /** Without `write`: EACCES when it is opened for writing, as under /proc/net, or EIO when it is written. */
  readonly refusesOpen?: boolean;
}

export interface SymlinkNode extends Common {
  readonly kind: 'symlink';
  readonly target: string;
}

/** A link of /proc that depends on who looks, as /proc/self does; with `node` it leads there whatever its text says. */
export interface LiveLinkNode extends Common {
  readonly kind: 'live-link';
  targetFor(caller: Caller): string;
  nodeFor?(caller: Caller): Node | undefined;
}

/** Something that is opened rather than stored: a device, a pipe's end. */
export interface SpecialNode extends Common {
  readonly kind: 'device' | 'pipe' | 'socket';
  readonly device?: { readonly major: number; readonly minor: number };
  open(mode: OpenMode, caller: Caller): Description | Errno;
}

export interface DirectoryNode extends Common {
  readonly kind: 'directory';
  get(name: string): Node | undefined;
  names(): string[];
  /** Absent where nobody may create or remove anything (under /proc). */
  readonly change?: { set(name: string, node: Node): void; remove(name: string): void };
}

export type Node = FileNode | LiveNode | SymlinkNode | LiveLinkNode | SpecialNode | DirectoryNode;

/** Gives out inode numbers. */
export class Inodes {
  #next = 128;
  next(): number {
    return this.#next++;
  }
}

/** A directory in memory: its own entries before those of the template that it was made from. */
export class TreeDirectory implements DirectoryNode {
  readonly kind = 'directory';
  readonly inode: number;
  mode: number;
  uid = 0;
  gid = 0;
  modifiedUs: number;
  readonly change = this;
  readonly #inodes: Inodes;
  readonly #base: ReadonlyMap<string, Template> | undefined;
  /** undefined as a value: the template's entry of that name is removed. */
  readonly #own = new Map<string, Node | undefined>();

  constructor(inodes: Inodes, mode: number, modifiedUs: number, base?: ReadonlyMap<string, Template>) {
    this.inode = inodes.next();
    this.#inodes = inodes;
    this.mode = mode;
    this.modifiedUs = modifiedUs;
    this.#base = base;
  }

  get(name: string): Node | undefined {
    if (this.#own.has(name)) return this.#own.get(name);
    const template = this.#base?.get(name);
    if (!template) return undefined;
    const node = instantiate(template, this.#inodes);
    this.#own.set(name, node);
    return node;
  }

  names(): string[] {
    const names: string[] = [];
    if (this.#base) for (const name of this.#base.keys()) if (!this.#own.has(name)) names.push(name);
    for (const [name, node] of this.#own) if (node) names.push(name);
    return names.sort();
  }

  set(name: string, node: Node): void {
    this.#own.set(name, node);
  }

  remove(name: string): void {
    if (this.#base?.has(name)) this.#own.set(name, undefined);
    else this.#own.delete(name);
  }
}

function instantiate(template: Template, inodes: Inodes): Node {
  const common = { uid: 0, gid: 0, modifiedUs: INSTALLED_US };
  switch (template.kind) {
    case 'file':
      return { kind: 'file', inode: inodes.next(), ...common, mode: template.mode, data: template.data, links: 1 };
    case 'symlink':
      return { kind: 'symlink', inode: inodes.next(), ...common, mode: 0o777, target: template.target };
    case 'directory':
      return new TreeDirectory(inodes, template.mode, INSTALLED_US, template.entries);
  }
}
