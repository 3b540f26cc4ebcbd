// What Apache does with one request: the file that the path names, with DirectoryIndex, conditions and ranges (mod_dir, the
// default handler, RFC 9110 §13 and §14).

import { EPOCH_SECONDS, SECOND } from '../../../base/time.ts';
import { isErrno } from '../../../base/errno.ts';
import type { Stat, Sys } from '../../sys.ts';
import type { HttpdConfig } from './config.ts';
import type { Request } from './request.ts';
import { errorAnswer, httpDate, optionsAnswer, parseHttpDate, traceAnswer, typeOf, type Answer } from './response.ts';

const UNALLOWED = /^(PUT|DELETE|PATCH|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK)$/;
const LONGEST_TARGET = 8190;
const LONGEST_NAME = 255;

export function answerRequest(sys: Sys, config: HttpdConfig, port: number, request: Request, head: string): Answer {
  const { method, target, path } = request;
  if (target.length > LONGEST_TARGET) return errorAnswer(414, request);
  if (method === 'OPTIONS' && target === '*') return optionsAnswer();
  if (path === undefined || method === 'CONNECT') return errorAnswer(400, request);
  if (method === 'TRACE') return traceAnswer(head);
  if (path === 'encoded slash') return errorAnswer(404, request);
  if (path.split('/').some((name) => name.length > LONGEST_NAME)) return errorAnswer(403, request);
  if (method === 'OPTIONS') return optionsAnswer();
  const root = config.roots.get(port) ?? config.defaultRoot;
  const file = findFile(sys, config, `${root}${path}`);
  if (file === 'no slash') {
    const at = request.headers.get('host') ?? config.serverName;
    return errorAnswer(301, request, `http://${at}${path}/`);
  }
  if (UNALLOWED.test(method)) return errorAnswer(405, request);
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return errorAnswer(501, request);
  if (!file) return errorAnswer(404, request);
  // httpd's workers run as apache: others must be allowed to read
  if ((file.stat.mode & 0o004) === 0) return errorAnswer(403, request);
  return sendFile(sys, file.path, file.stat, request);
}

interface Found {
  readonly path: string;
  readonly stat: Stat;
}

function findFile(sys: Sys, config: HttpdConfig, path: string): Found | 'no slash' | undefined {
  if (!path.endsWith('/')) {
    const stat = sys.stat(path);
    if (isErrno(stat)) return undefined;
    return stat.kind === 'directory' ? 'no slash' : { path, stat };
  }
  for (const name of config.index) {
    const index = sys.stat(`${path}${name}`);
    if (!isErrno(index) && index.kind === 'file') return { path: `${path}${name}`, stat: index };
  }
  return undefined;
}

function sendFile(sys: Sys, path: string, stat: Stat, request: Request): Answer {
  const modified = EPOCH_SECONDS + Math.floor(stat.modifiedUs / SECOND);
  const asked = request.headers.get('if-modified-since');
  const since = asked === undefined ? undefined : parseHttpDate(asked);
  const reads = request.method !== 'POST';
  const lastModified = `Last-Modified: ${httpDate(modified)}`;
  if (reads && since !== undefined && since >= modified && since <= sys.epochSeconds)
    return { status: 304, headers: [lastModified, 'Accept-Ranges: bytes'], type: undefined, body: '' };
  const body = sys.readFile(path);
  if (isErrno(body)) return errorAnswer(403, request);
  const range = reads ? request.headers.get('range') : undefined;
  const part = range === undefined ? undefined : parseRange(range, body.length);
  if (part === 'none') return errorAnswer(416, request);
  const withoutBody = request.method === 'HEAD';
  const headers = [lastModified, 'Accept-Ranges: bytes', `Content-Length: ${part ? part.to - part.from : body.length}`];
  if (!part) return { status: 200, headers, type: typeOf(path), body, withoutBody };
  headers.push(`Content-Range: bytes ${part.from}-${part.to - 1}/${body.length}`);
  return { status: 206, headers, type: typeOf(path), body: body.slice(part.from, part.to), withoutBody };
}

/** One range, [from, to); several are served whole. */
function parseRange(text: string, size: number): { from: number; to: number } | 'none' | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(text.trim());
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  if (found[1] === '') {
    const last = Math.min(Number(found[2]), size);
    return last > 0 ? { from: size - last, to: size } : 'none';
  }
  const from = Number(found[1]);
  const to = found[2] === '' ? size : Math.min(Number(found[2]) + 1, size);
  if (found[2] !== '' && to <= from && from < size) return undefined;
  return from < size ? { from, to } : 'none';
}
