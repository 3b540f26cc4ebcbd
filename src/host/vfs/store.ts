// How much a machine's files may hold, and who hears that one has changed. The limits protect the page's memory and answer
// as a disk of that size would.

import type { Bytes } from '../../base/bytes.ts';
import { errno, type Errno } from '../../base/errno.ts';
import { Inodes, type FileNode } from './node.ts';

/** A larger file is refused with EFBIG. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** All that was written since the image was laid down; beyond it, ENOSPC. */
export const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
/** Files and directories made beside the image's. */
export const MAX_INODES = 65_536;

export class Store {
  readonly inodes = new Inodes();
  readonly #nowUs: () => number;
  readonly #onChange: (path: string) => void;
  #bytes = 0;
  #made = 0;

  constructor(nowUs: () => number, onChange: (path: string) => void) {
    this.#nowUs = nowUs;
    this.#onChange = onChange;
  }

  get nowUs(): number {
    return this.#nowUs();
  }

  get usedBytes(): number {
    return this.#bytes;
  }

  /** Takes a new inode's place. */
  make(): Errno | undefined {
    if (this.#made >= MAX_INODES) return errno('ENOSPC');
    this.#made++;
    return undefined;
  }

  /** Gives the file other contents, if there is room for them. */
  resize(node: FileNode, data: Bytes): Errno | undefined {
    if (data.length > MAX_FILE_BYTES) return errno('EFBIG');
    const grown = data.length - node.data.length;
    if (grown > 0 && this.#bytes + grown > MAX_TOTAL_BYTES) return errno('ENOSPC');
    this.#bytes = Math.max(0, this.#bytes + grown);
    node.data = data;
    node.modifiedUs = this.nowUs;
    return undefined;
  }

  /** A file's last name is gone. */
  forget(node: FileNode): void {
    this.#bytes = Math.max(0, this.#bytes - node.data.length);
    this.#made = Math.max(0, this.#made - 1);
  }

  fileChanged(path: string): void {
    this.#onChange(path);
  }
}
