// What awk reads and writes besides its variables: records of a descriptor by RS, and the files and commands of getline, print
// and close.

import type { Bytes } from '../../../base/bytes.ts';
import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { readChunk } from '../../text/input.ts';
import { compile } from './regex.ts';
import { RunTimeFault } from './value.ts';

/** A descriptor's records. */
export class RecordReader {
  readonly #sys: Sys;
  readonly #fd: number;
  #rest: Bytes = '';
  #ended = false;

  constructor(sys: Sys, fd: number) {
    this.#sys = sys;
    this.#fd = fd;
  }

  /** The next record; undefined at the end. */
  *next(separator: Bytes): Program<Bytes | undefined> {
    for (;;) {
      const cut = this.#cut(separator);
      if (cut !== undefined) return cut;
      if (this.#ended) return this.#last(separator);
      const data = yield* readChunk(this.#sys, this.#fd);
      if (isErrno(data) || data === '') this.#ended = true;
      else this.#rest += data;
    }
  }

  #take(from: number, to: number, next: number): Bytes {
    const record = this.#rest.slice(from, to);
    this.#rest = this.#rest.slice(next);
    return record;
  }

  #cut(separator: Bytes): Bytes | undefined {
    if (separator === '') {
      const from = /^\n*/.exec(this.#rest)![0].length;
      const found = /\n\n+/g;
      found.lastIndex = from;
      const end = found.exec(this.#rest);
      if (!end || (!this.#ended && found.lastIndex === this.#rest.length)) return undefined;
      return this.#take(from, end.index, found.lastIndex);
    }
    if (separator.length === 1) {
      const at = this.#rest.indexOf(separator);
      return at < 0 ? undefined : this.#take(0, at, at + 1);
    }
    const found = compile(separator).exec(this.#rest);
    const end = found ? found.index + found[0].length : 0;
    // A longer match may still come.
    if (!found || found[0] === '' || (!this.#ended && end === this.#rest.length)) return undefined;
    return this.#take(0, found.index, end);
  }

  #last(separator: Bytes): Bytes | undefined {
    let record = this.#rest;
    this.#rest = '';
    if (separator === '') record = record.replace(/^\n+|\n+$/g, '');
    return record === '' ? undefined : record;
  }
}

interface Source {
  readonly reader: RecordReader;
  readonly fd: number;
  readonly pid: number | undefined;
}

interface Sink {
  readonly fd: number;
  readonly pid: number | undefined;
  held: Bytes;
}

const HELD_MOST = 4096;

export class Streams {
  readonly #sys: Sys;
  readonly #sources = new Map<Bytes, Source>();
  readonly #sinks = new Map<Bytes, Sink>();
  readonly #out: Sink;
  readonly #terminal: boolean;

  constructor(sys: Sys) {
    this.#sys = sys;
    this.#out = { fd: 1, pid: undefined, held: '' };
    this.#terminal = sys.isTty(1);
  }

  *print(text: Bytes): Program {
    this.#out.held += text;
    if (this.#terminal || this.#out.held.length > HELD_MOST) yield* this.#flush(this.#out);
  }

  *#flush(sink: Sink): Program {
    const { held } = sink;
    sink.held = '';
    if (held !== '') yield* this.#sys.write(sink.fd, held);
  }

  *flush(): Program {
    yield* this.#flush(this.#out);
    for (const sink of this.#sinks.values()) yield* this.#flush(sink);
  }

  *printTo(to: '>' | '>>' | '|', name: Bytes, text: Bytes): Program {
    if (name === '/dev/stdout' && to !== '|') return yield* this.print(text);
    let sink = this.#sinks.get(name);
    if (!sink) {
      yield* this.flush();
      sink = this.#open(to, name);
      this.#sinks.set(name, sink);
    }
    sink.held += text;
    if (sink.fd === 2 || sink.held.length > HELD_MOST) yield* this.#flush(sink);
  }

  #open(to: '>' | '>>' | '|', name: Bytes): Sink {
    if (name === '/dev/stderr' && to !== '|') return { fd: 2, pid: undefined, held: '' };
    if (to !== '|') {
      const fd = this.#sys.open(name, to === '>' ? 'write' : 'append', { create: true, truncate: to === '>' });
      if (isErrno(fd)) throw new RunTimeFault(`cannot open "${name}" for output (${strerror(fd)})`);
      return { fd, pid: undefined, held: '' };
    }
    const pipe = this.#sys.pipe();
    const pid = this.#shell(
      name,
      new Map([
        [0, pipe.read],
        [1, 1],
        [2, 2],
      ]),
    );
    this.#sys.close(pipe.read);
    return { fd: pipe.write, pid, held: '' };
  }

  #shell(command: Bytes, fds: ReadonlyMap<number, number>): number {
    const pid = this.#sys.spawn({ path: '/bin/sh', argv: ['sh', '-c', command], fds });
    if (isErrno(pid)) throw new RunTimeFault(`cannot run "${command}" (${strerror(pid)})`);
    return pid;
  }

  /** The next record of a file or a command's output; undefined at the end, 'failed' when it cannot be opened. */
  *read(from: 'file' | 'command', name: Bytes, separator: Bytes): Program<Bytes | undefined | 'failed'> {
    let source = this.#sources.get(name);
    if (!source) {
      if (from === 'command') yield* this.flush();
      const opened = this.#source(from, name);
      if (!opened) return 'failed';
      source = opened;
      this.#sources.set(name, source);
    }
    return yield* source.reader.next(separator);
  }

  #source(from: 'file' | 'command', name: Bytes): Source | undefined {
    if (from === 'file') {
      const fd = name === '-' || name === '/dev/stdin' ? 0 : this.#sys.open(name, 'read');
      return isErrno(fd) ? undefined : { reader: new RecordReader(this.#sys, fd), fd, pid: undefined };
    }
    const pipe = this.#sys.pipe();
    const pid = this.#shell(
      name,
      new Map([
        [0, 0],
        [1, pipe.write],
        [2, 2],
      ]),
    );
    this.#sys.close(pipe.write);
    return { reader: new RecordReader(this.#sys, pipe.read), fd: pipe.read, pid };
  }

  *system(command: Bytes): Program<number> {
    yield* this.flush();
    return yield* this.#wait(
      this.#shell(
        command,
        new Map([
          [0, 0],
          [1, 1],
          [2, 2],
        ]),
      ),
    );
  }

  *#wait(pid: number | undefined): Program<number> {
    if (pid === undefined) return 0;
    const end = yield* this.#sys.wait(pid);
    return isErrno(end) ? -1 : end.status;
  }

  /** The command's status, 0 for a file, -1 when nothing of that name is open. */
  *close(name: Bytes): Program<number> {
    let status = -1;
    const sink = this.#sinks.get(name);
    if (sink) {
      this.#sinks.delete(name);
      if (sink.pid !== undefined) yield* this.#flush(this.#out);
      yield* this.#flush(sink);
      if (sink.fd > 2) this.#sys.close(sink.fd);
      status = yield* this.#wait(sink.pid);
    }
    const source = this.#sources.get(name);
    if (!source) return status;
    this.#sources.delete(name);
    if (source.fd !== 0) this.#sys.close(source.fd);
    return yield* this.#wait(source.pid);
  }

  *closeAll(): Program {
    yield* this.#flush(this.#out);
    for (const name of [...this.#sinks.keys(), ...this.#sources.keys()]) yield* this.close(name);
  }
}
