// -w: what a finished transfer can tell about itself (tool_writeout.c).

import { printIpv4 } from '../../../net/wire/address.ts';
import { headerOf } from './response.ts';
import type { Failure } from './talk.ts';
import type { Info } from './transfer.ts';
import { VERSION_WORDS } from './version.ts';

export interface Written {
  readonly out: string;
  readonly err: string;
}

type Value = string | number | undefined;

const seconds = (us: number): string => (Math.max(0, us) / 1e6).toFixed(6);

function valuesOf(info: Info, failure: Failure | undefined, file: string | undefined, nth: number) {
  const totalUs = info.endUs - info.startUs;
  const since = (us: number) => seconds(us - info.startUs);
  const speed = (bytes: number) => (totalUs > 0 ? Math.floor((bytes * 1e6) / totalUs) : bytes);
  const reached = info.remote !== undefined;
  const values: Record<string, Value> = {
    certs: '',
    content_type: info.head && headerOf(info.head, 'content-type'),
    errormsg: failure?.words,
    exitcode: failure?.code ?? 0,
    filename_effective: file,
    ftp_entry_path: undefined,
    http_code: info.head?.status ?? 0,
    http_connect: 0,
    http_version: info.head?.version ?? '0',
    local_ip: info.local ? printIpv4(info.local.ip) : '',
    local_port: info.local?.port ?? 0,
    method: info.method,
    num_certs: 0,
    num_connects: info.connects,
    num_headers: info.headers,
    num_redirects: info.redirects,
    proxy_ssl_verify_result: 0,
    redirect_url: info.redirectUrl || undefined,
    referer: undefined,
    remote_ip: info.remote ? printIpv4(info.remote.ip) : '',
    remote_port: info.remote?.port ?? 0,
    response_code: info.head?.status ?? 0,
    scheme: info.scheme || undefined,
    size_download: info.downloaded,
    size_header: info.headerSize,
    size_request: info.requestSize,
    size_upload: info.uploaded,
    speed_download: speed(info.downloaded),
    speed_upload: speed(info.uploaded),
    ssl_verify_result: 0,
    time_appconnect: seconds(0),
    time_connect: reached ? since(info.connectedUs) : seconds(0),
    time_namelookup: since(info.lookedUpUs),
    time_pretransfer: reached ? since(info.askedUs) : seconds(0),
    time_redirect: since(info.redirectUs),
    time_starttransfer: info.head ? since(info.firstByteUs) : seconds(0),
    time_total: seconds(totalUs),
    url: info.url,
    url_effective: info.effective,
    urlnum: nth,
  };
  return values;
}

export function writeOut(
  format: string,
  info: Info,
  failure: Failure | undefined,
  file: string | undefined,
  nth: number,
): Written {
  const values = valuesOf(info, failure, file, nth);
  const streams = { out: '', err: '' };
  let to: 'out' | 'err' = 'out';
  let at = 0;
  while (at < format.length) {
    const rest = format.slice(at);
    const variable = /^%\{([^}]*)\}/.exec(rest);
    const header = /^%header\{([^}]*)\}/.exec(rest);
    if (header) {
      if (info.head) streams[to] += headerOf(info.head, header[1]!.toLowerCase()) ?? '';
      at += header[0].length;
    } else if (variable) {
      at += variable[0].length;
      const name = variable[1]!;
      if (name === 'stderr') to = 'err';
      else if (name === 'stdout') to = 'out';
      else if (name === 'onerror') {
        if (!failure) break;
      } else if (name === 'json') streams[to] += printJson(values);
      else if (name === 'header_json') streams[to] += printHeaders(info);
      else if (name in values) streams[to] += printValue(name, values[name]);
      else streams.err += `curl: unknown --write-out variable: '${name}'\n`;
    } else if (rest.startsWith('%%')) {
      streams[to] += '%';
      at += 2;
    } else if (rest[0] === '\\' && rest.length > 1) {
      const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
      streams[to] += escapes[rest[1]!] ?? rest.slice(0, 2);
      at += 2;
    } else {
      streams[to] += rest[0];
      at++;
    }
  }
  return streams;
}

const printValue = (name: string, value: Value): string =>
  name === 'http_code' || name === 'response_code' || name === 'http_connect'
    ? String(value).padStart(3, '0')
    : String(value ?? '');

function printJson(values: Record<string, Value>): string {
  const fields = Object.entries(values).map(([name, value]) => {
    const text = name.startsWith('time_') ? String(value) : value === undefined ? 'null' : JSON.stringify(value);
    return `"${name}":${text}`;
  });
  return `{${fields.join(',')},"curl_version":${JSON.stringify(VERSION_WORDS)}}`;
}

function printHeaders(info: Info): string {
  const fields = (info.head?.headers ?? []).map(
    ([name, value]) => `"${name.toLowerCase()}":${JSON.stringify([value])}`,
  );
  return `{${fields.join(',\n')}\n}`;
}
