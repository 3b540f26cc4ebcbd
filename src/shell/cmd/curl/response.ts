// Reads an HTTP response as it comes (RFC 9112 §6 and §7.1): status line, headers, and a body whose end is told by its length,
// by its last chunk, or by the end of the connection.

import type { Bytes } from '../../../base/bytes.ts';

export interface Head {
  readonly text: Bytes;
  readonly status: number;
  /** '1.1' */
  readonly version: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export const headerOf = (head: Head, name: string): string | undefined =>
  head.headers.findLast(([given]) => given.toLowerCase() === name)?.[1];

export class ResponseReader {
  readonly #isHead: boolean;
  readonly #ignoresLength: boolean;
  readonly #raw: boolean;
  readonly #http09: boolean;
  #buffer: Bytes = '';
  #left: number | 'chunks' | 'until end' | undefined;
  #chunk: 'size' | 'trailer' | number = 'size';
  head: Head | undefined;
  /** The whole response has come. */
  done = false;
  /** It does not begin like HTTP. */
  garbage = false;
  size: number | undefined;

  constructor(how: {
    readonly isHead: boolean;
    readonly ignoresLength: boolean;
    readonly raw: boolean;
    readonly http09: boolean;
  }) {
    this.#isHead = how.isHead;
    this.#ignoresLength = how.ignoresLength;
    this.#raw = how.raw;
    this.#http09 = how.http09;
  }

  get started(): boolean {
    return this.head !== undefined || this.#buffer !== '';
  }

  /** Bytes of the body that are missing; 0 when that cannot be said. */
  get missing(): number {
    return typeof this.#left === 'number' ? this.#left : 0;
  }

  get endsWithConnection(): boolean {
    return this.#left === 'until end';
  }

  get isChunked(): boolean {
    return this.#left === 'chunks';
  }

  /** Takes what has come; answers heads (those of 1xx too) and pieces of the body. */
  *take(data: Bytes): Generator<{ readonly head: Head } | { readonly body: Bytes }> {
    this.#buffer += data;
    while (!this.done) {
      if (this.#left !== undefined) {
        yield* this.#takeBody();
        return;
      }
      const start = this.#buffer.slice(0, 5);
      if (start !== 'HTTP/'.slice(0, start.length)) {
        if (!this.#http09) {
          this.garbage = true;
          return;
        }
        this.head = { text: '', status: 0, version: '0.9', headers: [] };
        this.#left = 'until end';
        continue;
      }
      const end = /\r?\n\r?\n/.exec(this.#buffer);
      if (!end) return;
      const head = parseHead(this.#buffer.slice(0, end.index + end[0].length));
      this.#buffer = this.#buffer.slice(end.index + end[0].length);
      if (head.status >= 200) this.#begin(head);
      yield { head };
    }
  }

  #begin(head: Head): void {
    this.head = head;
    const length = headerOf(head, 'content-length');
    const chunked = /chunked/i.test(headerOf(head, 'transfer-encoding') ?? '');
    if (length !== undefined && !this.#ignoresLength && !chunked) this.size = Number(length);
    if (this.#isHead || head.status === 204 || head.status === 304) this.done = true;
    else if (chunked) this.#left = 'chunks';
    else if (this.size !== undefined) {
      this.#left = this.size;
      this.done = this.size === 0;
    } else this.#left = 'until end';
  }

  *#takeBody(): Generator<{ readonly body: Bytes }> {
    if (this.#left === 'chunks') return yield* this.#takeChunks();
    const data = this.#buffer;
    this.#buffer = '';
    if (data === '') return;
    if (typeof this.#left !== 'number') return yield { body: data };
    const body = data.slice(0, this.#left);
    this.#left -= body.length;
    this.done = this.#left === 0;
    yield { body };
  }

  *#takeChunks(): Generator<{ readonly body: Bytes }> {
    for (;;) {
      if (typeof this.#chunk === 'number') {
        if (this.#buffer === '') return;
        // a chunk's data, and the line end behind it
        const data = this.#buffer.slice(0, Math.max(0, this.#chunk - 2));
        const taken = Math.min(this.#buffer.length, this.#chunk);
        if (this.#raw) yield { body: this.#buffer.slice(0, taken) };
        else if (data) yield { body: data };
        this.#buffer = this.#buffer.slice(taken);
        this.#chunk -= taken;
        if (this.#chunk > 0) return;
        this.#chunk = 'size';
      }
      const newline = this.#buffer.indexOf('\n');
      if (newline < 0) return;
      const line = this.#buffer.slice(0, newline + 1);
      this.#buffer = this.#buffer.slice(newline + 1);
      if (this.#raw) yield { body: line };
      if (this.#chunk === 'size') {
        const size = parseInt(line, 16);
        this.#chunk = size > 0 ? size + 2 : 'trailer';
      } else if (line.trim() === '') {
        this.done = true;
        return;
      }
    }
  }
}

function parseHead(text: Bytes): Head {
  const lines = text.split(/\r?\n/);
  const status = /^HTTP\/(\d(?:\.\d)?)\s+(\d+)/.exec(lines[0]!);
  const headers: [string, string][] = [];
  for (const line of lines.slice(1)) {
    const found = /^([^:]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (found) headers.push([found[1]!, found[2]!]);
  }
  return { text, status: Number(status?.[2] ?? 0), version: status?.[1] ?? '0', headers };
}
