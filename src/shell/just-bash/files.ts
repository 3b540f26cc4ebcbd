// Our file system as the library wants one: promises, Node's error words, dates. The calls go straight through the door while
// virtual time stands still; when the program has ended (Ctrl-C), the door is shut and a library that still works is refused.

import type { FileContent, FsStat, IFileSystem, MkdirOptions, RmOptions } from 'just-bash/browser';
import type { Bytes } from '../../base/bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/bytes.ts';
import { isErrno, strerror, type Errno } from '../../base/errno.ts';
import type { Stat, Sys } from '../../host/sys.ts';
import type { Coding } from './text.ts';

/** The name under which the library calls programs of ours: `OURS ARGV…`. */
export const OURS = 'just-bash-run';

/** Files that exist for the library alone begin with this character: what a thin layer hands it beside the machine's. */
export const OURS_ALONE = '\x01';

export interface Extra {
  readonly bytes?: Bytes;
  /** The time of its last change, in virtual time. */
  readonly modifiedUs?: number;
}

export class Files implements IFileSystem {
  readonly #sys: Sys;
  readonly #coding: Coding;
  readonly #extra: ReadonlyMap<string, Extra>;
  #shut = false;

  constructor(sys: Sys, coding: Coding, extra: ReadonlyMap<string, Extra> = new Map()) {
    this.#sys = sys;
    this.#coding = coding;
    this.#extra = extra;
  }

  shut(): void {
    this.#shut = true;
  }

  /** The path as bytes; the only way in, so that nothing passes a shut door. */
  #path(text: string): Bytes {
    if (this.#shut) throw new Error('EINTR: interrupted system call');
    return this.#coding.toBytes(text);
  }

  #check<T>(value: T | Errno, call: string, path: string): T {
    if (isErrno(value)) throw new Error(`${value.errno}: ${strerror(value).toLowerCase()}, ${call} '${path}'`);
    return value;
  }

  async readFile(path: string, how?: { encoding?: string | null } | string): Promise<string> {
    const text = this.#coding.toText(this.#read(path));
    const encoding = typeof how === 'string' ? how : how?.encoding;
    return encoding === 'binary' || encoding === 'latin1' ? encodeUtf8(text) : text;
  }

  #read(path: string): Bytes {
    const at = this.#path(path);
    return this.#extra.get(at)?.bytes ?? this.#check(this.#sys.readFile(at), 'open', path);
  }

  async readFileBuffer(path: string): Promise<Uint8Array> {
    return Uint8Array.from(encodeUtf8(this.#coding.toText(this.#read(path))), (char) => char.charCodeAt(0));
  }

  #content(content: FileContent, how?: { encoding?: string } | string): Bytes {
    const encoding = typeof how === 'string' ? how : how?.encoding;
    if (typeof content !== 'string') {
      let utf8 = '';
      for (const byte of content) utf8 += String.fromCharCode(byte);
      return this.#coding.toBytes(decodeUtf8(utf8));
    }
    const raw = encoding === 'binary' || encoding === 'latin1';
    return this.#coding.toBytes(raw ? decodeUtf8(content) : content);
  }

  async writeFile(path: string, content: FileContent, how?: { encoding?: string } | string): Promise<void> {
    const data = this.#content(content, how);
    this.#check(this.#sys.writeFile(this.#path(path), data), 'open', path);
  }

  async appendFile(path: string, content: FileContent, how?: { encoding?: string } | string): Promise<void> {
    this.#check(this.#sys.writeFile(this.#path(path), this.#content(content, how), { append: true }), 'open', path);
  }

  async exists(path: string): Promise<boolean> {
    const at = this.#path(path);
    return at === `/usr/bin/${OURS}` || this.#extra.has(at) || !isErrno(this.#sys.stat(at));
  }

  async stat(path: string): Promise<FsStat> {
    const at = this.#path(path);
    const extra = this.#extra.get(at);
    if (at === `/usr/bin/${OURS}`) return this.#present({ mode: 0o755, modifiedUs: 0, size: 0 });
    if (extra) return this.#present({ modifiedUs: extra.modifiedUs ?? 0, size: extra.bytes?.length ?? 0 });
    return this.#present(this.#check(this.#sys.stat(at), 'stat', path));
  }

  async lstat(path: string): Promise<FsStat> {
    const at = this.#path(path);
    if (this.#extra.has(at)) return this.stat(path);
    return this.#present(this.#check(this.#sys.stat(at, { followSymlinks: false }), 'lstat', path));
  }

  #present(stat: Partial<Stat> & Pick<Stat, 'modifiedUs' | 'size'>): FsStat {
    const kind = stat.kind ?? 'file';
    const bootMs = this.#sys.epochSeconds * 1000 - this.#sys.nowUs / 1000;
    return {
      isFile: kind === 'file',
      isDirectory: kind === 'directory',
      isSymbolicLink: kind === 'symlink',
      mode: stat.mode ?? 0o644,
      size: stat.size,
      mtime: new Date(bootMs + stat.modifiedUs / 1000),
      ...(stat.inode === undefined ? {} : { ino: stat.inode, dev: 0 }),
    };
  }

  async readdir(path: string): Promise<string[]> {
    const names = this.#check(this.#sys.readdir(this.#path(path)), 'scandir', path);
    return names.map((name) => this.#coding.toText(name));
  }

  async mkdir(path: string, how?: MkdirOptions): Promise<void> {
    const made = this.#sys.mkdir(this.#path(path));
    if (!how?.recursive) this.#check(made, 'mkdir', path);
  }

  async rm(path: string, how?: RmOptions): Promise<void> {
    const at = this.#path(path);
    const stat = this.#sys.stat(at, { followSymlinks: false });
    if (isErrno(stat)) {
      if (!how?.force) this.#check(stat, 'rm', path);
      return;
    }
    if (stat.kind !== 'directory') return void this.#check(this.#sys.unlink(at), 'rm', path);
    if (how?.recursive) for (const name of await this.readdir(path)) await this.rm(`${path}/${name}`, how);
    this.#check(this.#sys.rmdir(at), 'rm', path);
  }

  async cp(from: string, to: string): Promise<void> {
    await this.writeFile(to, await this.readFile(from));
  }

  async mv(from: string, to: string): Promise<void> {
    this.#check(this.#sys.rename(this.#path(from), this.#path(to)), 'rename', from);
  }

  /** Lexically, as the library's own file systems do. */
  resolvePath(base: string, path: string): string {
    if (path.startsWith(OURS_ALONE)) return path;
    const parts: string[] = [];
    for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return `/${parts.join('/')}`;
  }

  getAllPaths(): string[] {
    return [];
  }

  async chmod(path: string, mode: number): Promise<void> {
    this.#check(this.#sys.chmod(this.#path(path), mode), 'chmod', path);
  }

  async symlink(target: string, path: string): Promise<void> {
    this.#check(this.#sys.symlink(this.#coding.toBytes(target), this.#path(path)), 'symlink', path);
  }

  async link(from: string, to: string): Promise<void> {
    this.#check(this.#sys.link(this.#path(from), this.#path(to)), 'link', from);
  }

  async readlink(path: string): Promise<string> {
    return this.#coding.toText(this.#check(this.#sys.readlink(this.#path(path)), 'readlink', path));
  }

  async realpath(path: string): Promise<string> {
    return this.#coding.toText(this.#check(this.#sys.realpath(this.#path(path)), 'realpath', path));
  }

  async utimes(path: string): Promise<void> {
    this.#check(this.#sys.touch(this.#path(path)), 'utime', path);
  }
}
