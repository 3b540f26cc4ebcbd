// What one ab command line asks for, and the request that it sends again and again.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { Sys } from '../../../host/sys.ts';
import { base64 } from '../curl/request.ts';
import { OPTIONS } from './usage.ts';

export interface Config {
  readonly requests: number;
  readonly concurrency: number;
  readonly limitSeconds: number;
  readonly timeoutUs: number;
  readonly keepAlive: boolean;
  readonly verbosity: number;
  readonly method: string;
  readonly recvErrorsOk: boolean;
  readonly variableLength: boolean;
  readonly percentiles: boolean;
  readonly confidence: boolean;
  /** How often "Completed N requests" is said; 0: never. */
  readonly heartbeat: number;
  readonly csv: string | undefined;
  readonly gnuplot: string | undefined;
  readonly bindTo: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly request: Bytes;
  /** The body is behind the header. */
  readonly bodyLength: number;
}

export type NotRun =
  /** Words on standard error, and an exit status; with `usage`, the usage text follows. */
  | { readonly words: string; readonly status: number; readonly usage?: boolean }
  | { readonly refused: string }
  | { readonly version: true };

const MAX_REQUESTS = 50_000;
const MAX_CONCURRENCY = 200_000;

interface Letters {
  readonly letters: Map<string, string[]>;
  readonly operands: readonly string[];
  /** What apr_getopt said; options behind it are not read. */
  readonly complaint: string;
}

function readLetters(argv: readonly string[]): Letters | { readonly refused: string } {
  const letters = new Map<string, string[]>();
  let complaint = '';
  let at = 1;
  reading: while (at < argv.length) {
    const arg = argv[at]!;
    if (!arg.startsWith('-') || arg === '-') break;
    at++;
    if (arg === '--') break;
    for (let i = 1; i < arg.length; i++) {
      const letter = arg[i]!;
      const option = OPTIONS.find(({ short }) => short === letter);
      if (!option) {
        complaint = `ab: illegal option -- ${letter}\n`;
        break reading;
      }
      let value = '';
      if (option.arg !== undefined) {
        value = arg.slice(i + 1) || argv[at++] || '';
        if (value === '') {
          complaint = `ab: option requires an argument -- ${letter}\n`;
          break reading;
        }
      }
      if (option.status === 'not here') return { refused: `-${letter}` };
      letters.set(letter, [...(letters.get(letter) ?? []), value]);
      if (option.arg !== undefined) break;
    }
  }
  return { letters, operands: argv.slice(at), complaint };
}

const atoi = (text: string): number => Number(/^\s*[-+]?\d+/.exec(text)?.[0] ?? 0);

export function readConfig(
  sys: Sys,
  argv: readonly string[],
): { readonly config: Config; readonly complaint: string } | NotRun {
  const read = readLetters(argv);
  if ('refused' in read) return read;
  const { letters, operands, complaint } = read;
  const last = (letter: string) => letters.get(letter)?.at(-1);
  const number = (letter: string, otherwise: number) => (letters.has(letter) ? atoi(last(letter)!) : otherwise);
  if (letters.has('h')) return { words: '', status: 22, usage: true };
  if (letters.has('V')) return { version: true };
  const limitSeconds = number('t', 0);
  const requests = number('n', limitSeconds > 0 ? MAX_REQUESTS : 1);
  if (letters.has('n') && requests <= 0) return { words: 'Invalid number of requests\n\n', status: 1 };
  const body = readBody(sys, last('p') ?? last('u'));
  if (typeof body === 'object')
    return { words: `ab: Could not open POST data file (${last('p') ?? last('u')}): ${body.problem}\n`, status: 1 };
  if (letters.has('i') && (letters.has('p') || letters.has('u')))
    return { words: 'Cannot mix POST with other methods\n\n', status: 1 };
  if (operands.length !== 1) return { words: `${complaint}ab: wrong number of arguments\n`, status: 22, usage: true };
  const url = parseUrl(operands[0]!);
  if (!url) return { words: `${complaint}ab: invalid URL\n`, status: 22, usage: true };
  if (url.secure) return { refused: 'https' };
  const concurrency = number('c', 1);
  if (concurrency < 0 || concurrency > MAX_CONCURRENCY)
    return { words: `ab: Invalid Concurrency [Range 0..${MAX_CONCURRENCY}]\n`, status: 22, usage: true };
  if (concurrency > requests)
    return {
      words: 'ab: Cannot use concurrency level greater than total number of requests\n',
      status: 22,
      usage: true,
    };
  const method =
    last('m') ?? (letters.has('i') ? 'HEAD' : letters.has('p') ? 'POST' : letters.has('u') ? 'PUT' : 'GET');
  const config: Config = {
    requests,
    concurrency,
    limitSeconds,
    timeoutUs: number('s', 30) * 1_000_000,
    keepAlive: letters.has('k'),
    verbosity: number('v', 0),
    method,
    recvErrorsOk: letters.has('r'),
    variableLength: letters.has('l'),
    percentiles: !letters.has('d'),
    confidence: !letters.has('S'),
    heartbeat: !letters.has('q') && requests > 150 ? Math.max(100, Math.floor(requests / 10)) : 0,
    csv: last('e'),
    gnuplot: last('g'),
    bindTo: last('B'),
    host: url.host,
    port: url.port,
    path: url.path,
    request: printRequest(letters, method, url, body),
    bodyLength: body?.length ?? 0,
  };
  return { config, complaint };
}

function readBody(sys: Sys, file: string | undefined): Bytes | undefined | { readonly problem: string } {
  if (file === undefined) return undefined;
  const data = sys.readFile(file);
  return isErrno(data) ? { problem: strerror(data) } : data;
}

interface Url {
  readonly secure: boolean;
  readonly host: string;
  readonly hostField: string;
  readonly port: number;
  readonly path: string;
}

function parseUrl(text: string): Url | undefined {
  const found = /^(https?:\/\/|(?!https?:\/\/))([^/]+)(\/.*)$/i.exec(text);
  if (!found) return undefined;
  const [, scheme = '', authority = '', path = ''] = found;
  const secure = scheme.toLowerCase() === 'https://';
  const at = /^(.*?)(?::(\d+))?$/.exec(authority)!;
  const port = Number(at[2] ?? (secure ? 443 : 80));
  if (port > 65_535) return undefined;
  const host = at[1]!;
  return { secure, host, hostField: port === 80 ? host : `${host}:${port}`, port, path };
}

function printRequest(letters: Letters['letters'], method: string, url: Url, body: Bytes | undefined): Bytes {
  const headers = letters.get('H') ?? [];
  const has = (name: string) => headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  const cookies = letters.get('C');
  const user = letters.get('A')?.at(-1);
  const lines = [
    `${method} ${url.path} HTTP/1.0`,
    ...(letters.has('k') ? ['Connection: Keep-Alive'] : []),
    ...(cookies ? [`Cookie: ${cookies.join('; ')}`] : []),
    ...(user === undefined ? [] : [`Authorization: Basic ${base64(user)}`]),
    ...(body === undefined
      ? []
      : [`Content-length: ${body.length}`, `Content-type: ${letters.get('T')?.at(-1) ?? 'text/plain'}`]),
    ...headers,
    ...(has('host') ? [] : [`Host: ${url.hostField}`]),
    ...(has('user-agent') ? [] : ['User-Agent: ApacheBench/2.3']),
    ...(has('accept') ? [] : ['Accept: */*']),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}
