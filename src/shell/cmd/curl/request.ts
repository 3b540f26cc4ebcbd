// The bytes of curl's requests: the headers in its order, those of -H in place of its own.

import type { Sys } from '../../../host/sys.ts';
import { isErrno } from '../../../base/errno.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { Settings } from './settings.ts';
import { hostWithPort, type Url } from './url.ts';

export const USER_AGENT = 'curl/7.88.1';

export interface Body {
  readonly data: Bytes;
  readonly type: string | undefined;
}

/** The method, before redirects change it. */
export function methodOf(settings: Settings, body: Body | undefined): string {
  const given = settings.value('request');
  if (given) return given;
  if (settings.is('head')) return 'HEAD';
  if (settings.value('upload-file') !== undefined) return 'PUT';
  return body ? 'POST' : 'GET';
}

/** What is sent behind the headers; the words of what is wrong. */
export function bodyOf(sys: Sys, settings: Settings): Body | undefined | string {
  const upload = settings.value('upload-file');
  if (upload !== undefined) {
    const data = sys.readFile(upload);
    if (isErrno(data)) return `Can't open '${upload}'!`;
    return { data, type: undefined };
  }
  if (settings.forms.length > 0) return multipart(sys, settings);
  if (settings.data === undefined || settings.is('get')) return undefined;
  return { data: settings.data, type: 'application/x-www-form-urlencoded' };
}

function multipart(sys: Sys, settings: Settings): Body | string {
  const prng = sys.prng('curl-boundary');
  const hex = () => prng.nextU32().toString(16).padStart(8, '0');
  const boundary = `------------------------${hex()}${hex()}`;
  let data = '';
  for (const { name, content, isString } of settings.forms) {
    const file = isString ? null : /^([@<])([^;]*)/.exec(content);
    const text = file ? sys.readFile(file[2]!) : content;
    if (isErrno(text)) return "couldn't open file";
    const filename = file?.[1] === '@' ? `; filename="${file[2]!.split('/').pop()}"` : '';
    const type = filename ? 'Content-Type: application/octet-stream\r\n' : '';
    data += `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename}\r\n${type}\r\n${text}\r\n`;
  }
  return { data: `${data}--${boundary}--\r\n`, type: `multipart/form-data; boundary=${boundary}` };
}

export function printRequest(settings: Settings, url: Url, method: string, body: Body | undefined): Bytes {
  const custom = new Map<string, string>();
  // --json stands for two headers, unless they are given
  const given = (name: string) => settings.headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  const json = settings.json ? ['Content-Type', 'Accept'].filter((name) => !given(name.toLowerCase())) : [];
  const headers = [...json.map((name) => `${name}: application/json`), ...settings.headers];
  for (const line of headers) {
    const name = /^[^:;]*/.exec(line)![0].toLowerCase();
    custom.set(name, line);
  }
  const lines: string[] = [];
  /** One of curl's own headers; -H may replace or remove it. */
  const own = (name: string, value: string | undefined) => {
    const given = custom.get(name.toLowerCase());
    if (given !== undefined && name !== 'Host') return;
    if (given !== undefined) {
      custom.delete('host');
      const text = printCustom(given);
      if (text) lines.push(text);
    } else if (value !== undefined) lines.push(`${name}: ${value}`);
  };
  const user = settings.value('user') ?? url.user;
  own('Host', hostWithPort(url));
  own('Authorization', user === undefined ? undefined : `Basic ${base64(user.includes(':') ? user : `${user}:`)}`);
  own('Range', settings.value('range') === undefined ? undefined : `bytes=${settings.value('range')}`);
  const agent = settings.value('user-agent') ?? USER_AGENT;
  own('User-Agent', agent === '' ? undefined : agent);
  own('Accept', '*/*');
  own('Accept-Encoding', settings.is('compressed') ? 'deflate, gzip, br, zstd' : undefined);
  own('Referer', settings.value('referer')?.replace(/;auto$/, '') || undefined);
  own('Cookie', cookiesOf(settings));
  for (const line of headers) {
    if (!custom.has(/^[^:;]*/.exec(line)![0].toLowerCase())) continue;
    const text = printCustom(line);
    if (text) lines.push(text);
  }
  if (body) {
    own('Content-Length', String(body.data.length));
    own('Content-Type', body.type);
  }
  const target = settings.value('request-target') ?? url.path + url.query;
  const version = settings.is('http1.0') ? '1.0' : '1.1';
  return `${method} ${target} HTTP/${version}\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** "Name: value"; "Name:" removes, "Name;" sends it empty. */
function printCustom(line: string): string | undefined {
  if (/^[^:]+;$/.test(line)) return `${line.slice(0, -1)}:`;
  return /^[^:]+:\s*$/.test(line) || !line.includes(':') ? undefined : line;
}

function cookiesOf(settings: Settings): string | undefined {
  const given = settings.cookies.filter((cookie) => cookie.includes('='));
  return given.length > 0 ? given.join('; ') : undefined;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64(bytes: Bytes): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes.charCodeAt(i), bytes.charCodeAt(i + 1), bytes.charCodeAt(i + 2)];
    text += ALPHABET[a >> 2]! + ALPHABET[((a & 3) << 4) | (b >> 4)]!;
    text += Number.isNaN(b) ? '=' : ALPHABET[((b & 15) << 2) | (c >> 6)]!;
    text += Number.isNaN(c) ? '=' : ALPHABET[c & 63]!;
  }
  return text;
}
