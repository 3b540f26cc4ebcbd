// Open files: a place in the bytes of a file, of a live file of /proc, or of nothing (a directory).

import type { Bytes } from '../../base/bytes.ts';
import { errno, type Errno } from '../../base/errno.ts';
import type { OpenMode } from '../sys.ts';
import { Description, type Caller } from '../kernel/description.ts';
import type { DirectoryNode, FileNode, LiveNode } from './node.ts';
import type { Store } from './store.ts';

export class FileDescription extends Description {
  readonly words: string;
  readonly node: FileNode;
  readonly #store: Store;
  readonly #mode: OpenMode;
  #offset = 0;
  #changed: boolean;

  constructor(node: FileNode, path: string, mode: OpenMode, store: Store, changed: boolean) {
    super();
    this.node = node;
    this.words = path;
    this.#mode = mode;
    this.#store = store;
    this.#changed = changed;
  }

  override read(max: number, _caller: Caller): Bytes | Errno {
    if (this.#mode === 'write' || this.#mode === 'append') return errno('EBADF');
    const data = this.node.data;
    const from = this.#offset;
    if (from >= data.length) return '';
    const piece = from === 0 && max >= data.length ? data : data.slice(from, from + max);
    this.#offset += piece.length;
    return piece;
  }

  override write(data: Bytes, _caller: Caller): number | Errno {
    if (this.#mode === 'read') return errno('EBADF');
    if (data === '') return 0;
    const before = this.node.data;
    const at = this.#mode === 'append' ? before.length : this.#offset;
    const end = at + data.length;
    const after =
      at === before.length
        ? before + data
        : before.slice(0, at).padEnd(at, '\0') + data + (end < before.length ? before.slice(end) : '');
    const refused = this.#store.resize(this.node, after);
    if (refused) return refused;
    this.#offset = end;
    this.#changed = true;
    return data.length;
  }

  protected override closed(): void {
    if (this.#changed) this.#store.fileChanged(this.words);
  }
}

export class LiveDescription extends Description {
  readonly words: string;
  readonly node: LiveNode;
  /** What the file said when its reading began: a reader in pieces sees one text. */
  #text: Bytes | undefined;
  #offset = 0;
  readonly #mode: OpenMode;

  constructor(node: LiveNode, path: string, mode: OpenMode) {
    super();
    this.node = node;
    this.words = path;
    this.#mode = mode;
  }

  override read(max: number, _caller: Caller): Bytes | Errno {
    if (this.#mode === 'write' || this.#mode === 'append') return errno('EBADF');
    if (this.#offset === 0) this.#text = this.node.read();
    const piece = (this.#text ?? '').slice(this.#offset, this.#offset + max);
    this.#offset += piece.length;
    return piece;
  }

  override write(data: Bytes, _caller: Caller): number | Errno {
    if (this.#mode === 'read') return errno('EBADF');
    if (!this.node.write) return errno('EIO');
    // kernel.sysctl_writes_strict = 1: what is not written from the file's start is taken and has no effect.
    const refused = this.#offset === 0 && data !== '' ? this.node.write(data) : undefined;
    if (refused) return refused;
    this.#offset += data.length;
    return data.length;
  }
}

export class DirectoryDescription extends Description {
  readonly words: string;
  readonly node: DirectoryNode;

  constructor(node: DirectoryNode, path: string) {
    super();
    this.node = node;
    this.words = path;
  }

  override read(): Bytes | Errno {
    return errno('EISDIR');
  }
}
