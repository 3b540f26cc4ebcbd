// Where the body goes: standard output, or a file that is made when its first byte comes.

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import type { Stdout } from './stdout.ts';
import type { Failure, Talk } from './talk.ts';

const FAILED: Failure = { code: 23, words: 'Failure writing output to destination' };

export class Sink {
  readonly #sys: Sys;
  readonly #talk: Talk;
  /** undefined: standard output. */
  readonly file: string | undefined;
  readonly #createDirs: boolean;
  readonly #stdout: Stdout;
  #fd: number | undefined;
  written = 0;

  constructor(sys: Sys, talk: Talk, stdout: Stdout, file: string | undefined, createDirs: boolean) {
    this.#sys = sys;
    this.#stdout = stdout;
    this.#talk = talk;
    this.file = file;
    this.#createDirs = createDirs;
  }

  *write(data: Bytes): Program<Failure | undefined> {
    let refused: Errno | undefined;
    if (this.file === undefined) refused = yield* this.#stdout.write(data);
    else {
      this.#fd ??= yield* this.#open(this.file);
      if (this.#fd < 0) return FAILED;
      refused = yield* this.#sys.write(this.#fd, data);
    }
    if (refused) return FAILED;
    this.written += data.length;
    return undefined;
  }

  *#open(file: string): Program<number> {
    if (this.#createDirs) {
      const names = file.split('/').slice(0, -1);
      names.forEach((_, i) => this.#sys.mkdir(names.slice(0, i + 1).join('/') || '/'));
    }
    const fd = this.#sys.open(file, 'write', { create: true, truncate: true });
    if (!isErrno(fd)) return fd;
    yield* this.#talk.warn(`Failed to open the file ${file}: ${strerror(fd)}`);
    return -1;
  }

  /** A transfer that went well makes its file even when there was nothing to write. */
  *end(well: boolean): Program {
    if (this.#fd === undefined && well && this.file !== undefined) this.#fd = yield* this.#open(this.file);
    if (this.#fd !== undefined && this.#fd >= 0) this.#sys.close(this.#fd);
    this.#fd = undefined;
  }
}
