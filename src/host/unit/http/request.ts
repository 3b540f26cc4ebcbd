// Reads an HTTP request from what has come so far (RFC 9112 as Apache's strict mode has it: lines end with CR LF).

import type { Bytes } from '../../../base/bytes.ts';

export interface Request {
  readonly line: Bytes;
  readonly method: Bytes;
  /** As it stands in the request line. */
  readonly target: Bytes;
  /** The target's path, decoded; undefined when it is no good (400). */
  readonly path: Bytes | 'encoded slash' | undefined;
  /** 9, 10 or 11. */
  readonly version: number;
  /** By lower-case name; the last of several. */
  readonly headers: ReadonlyMap<string, Bytes>;
  /** Bytes of the request line and the headers. */
  readonly headLength: number;
  /** Bytes of the body that follows; 'chunked' when it says its length itself. */
  readonly body: number | 'chunked';
}

export type Read = { readonly request: Request } | 'more' | 'bad';

const LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+)(?: HTTP\/(\d)\.(\d))?$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
const LONGEST_HEAD = 65_536;

export function readRequest(buffer: Bytes): Read {
  let from = 0;
  // Apache forgives empty lines before a request
  while (buffer.startsWith('\r\n', from)) from += 2;
  const newline = buffer.indexOf('\n', from);
  if (newline < 0) return buffer.length > LONGEST_HEAD ? 'bad' : 'more';
  if (buffer[newline - 1] !== '\r') return 'bad';
  const line = buffer.slice(from, newline - 1);
  const parts = LINE.exec(line);
  if (!parts) return 'bad';
  const [, method = '', target = '', major, minor] = parts;
  if (major === undefined) {
    if (method !== 'GET') return 'bad';
    return {
      request: {
        line,
        method,
        target,
        path: pathOf(target),
        version: 9,
        headers: new Map(),
        headLength: newline + 1,
        body: 0,
      },
    };
  }
  const end = buffer.indexOf('\r\n\r\n', newline - 1);
  if (end < 0) return buffer.length > LONGEST_HEAD ? 'bad' : 'more';
  const headers = end > newline ? readHeaders(buffer.slice(newline + 1, end)) : new Map<string, Bytes>();
  if (!headers) return 'bad';
  const version = Number(major) > 1 ? 11 : Number(major) * 10 + Math.min(Number(minor), 1);
  if (version < 10 || (version === 11 && !headers.has('host'))) return 'bad';
  const length = Number(headers.get('content-length') ?? 0);
  if (!(Number.isInteger(length) && length >= 0)) return 'bad';
  const body = /chunked/i.test(headers.get('transfer-encoding') ?? '') ? 'chunked' : length;
  const path = pathOf(target);
  return { request: { line, method, target, path, version, headers, headLength: end + 4, body } };
}

function readHeaders(text: Bytes): Map<string, Bytes> | undefined {
  const headers = new Map<string, Bytes>();
  for (const line of text.split('\r\n')) {
    const found = HEADER.exec(line);
    if (!found) return undefined;
    headers.set(found[1]!.toLowerCase(), found[2]!);
  }
  return headers;
}

/** How many bytes of `buffer` from `from` on are the body; undefined when not all of it has come. */
export function bodyEnd(buffer: Bytes, from: number, body: number | 'chunked'): number | undefined {
  if (body !== 'chunked') return buffer.length >= from + body ? from + body : undefined;
  const end = buffer.indexOf('0\r\n\r\n', from);
  return end < 0 ? undefined : end + 5;
}

/** The path of a request target, decoded and without `.` and `..`; undefined when it is no good (400). */
export function pathOf(target: Bytes): Bytes | undefined | 'encoded slash' {
  const absolute = /^https?:\/\/[^/?#]*/i.exec(target);
  const rest = absolute ? target.slice(absolute[0].length) || '/' : target;
  const raw = /^[^?#]*/.exec(rest)![0];
  if (!raw.startsWith('/')) return undefined;
  if (/%(?![0-9a-f]{2})/i.test(raw)) return undefined;
  if (/%2f|%00/i.test(raw)) return 'encoded slash';
  const decoded = raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const parts: string[] = [];
  const words = decoded.split('/').slice(1);
  for (const [i, word] of words.entries()) {
    const last = i === words.length - 1;
    if (word === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
      if (last) parts.push('');
    } else if (word === '.' || word === '') {
      if (last) parts.push('');
    } else parts.push(word);
  }
  return `/${parts.join('/')}`;
}
