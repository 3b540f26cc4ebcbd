// One URL: connect, ask, read, and go where a redirect leads. What happens is told by -v in curl's words.

import { isErrno, strerror, type Errno } from '../../../base/errno.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { Clockwork, type Connection, type Connections } from './connection.ts';
import { bodyOf, methodOf, printRequest, type Body } from './request.ts';
import { headerOf, ResponseReader, type Head } from './response.ts';
import type { Settings } from './settings.ts';
import type { Sink } from './sink.ts';
import type { Failure, Talk } from './talk.ts';
import { parseUrl, resolveUrl, type Url } from './url.ts';

/** What -w can tell. */
export interface Info {
  url: string;
  effective: string;
  method: string;
  scheme: string;
  head: Head | undefined;
  connects: number;
  redirects: number;
  redirectUrl: string;
  downloaded: number;
  uploaded: number;
  headerSize: number;
  requestSize: number;
  headers: number;
  remote: { ip: number; port: number } | undefined;
  local: { ip: number; port: number } | undefined;
  startUs: number;
  lookedUpUs: number;
  connectedUs: number;
  askedUs: number;
  firstByteUs: number;
  endUs: number;
  redirectUs: number;
}

export function newInfo(url: string, nowUs: number): Info {
  return {
    url,
    effective: url,
    method: 'GET',
    scheme: '',
    head: undefined,
    connects: 0,
    redirects: 0,
    redirectUrl: '',
    downloaded: 0,
    uploaded: 0,
    headerSize: 0,
    requestSize: 0,
    headers: 0,
    remote: undefined,
    local: undefined,
    startUs: nowUs,
    lookedUpUs: nowUs,
    connectedUs: nowUs,
    askedUs: nowUs,
    firstByteUs: nowUs,
    endUs: nowUs,
    redirectUs: nowUs,
  };
}

export interface Parts {
  readonly sys: Sys;
  readonly settings: Settings;
  readonly talk: Talk;
  readonly connections: Connections;
  readonly sink: Sink;
  /** Collects what -D writes. */
  readonly heads: Bytes[];
}

const BAD_URL: Failure = { code: 3, words: 'URL using bad/illegal format or missing URL' };
const READ_SIZE = 102_400;

export class Transfer {
  readonly #parts: Parts;
  readonly #info: Info;
  #clockwork: Clockwork;

  constructor(parts: Parts, info: Info) {
    this.#parts = parts;
    this.#info = info;
    this.#clockwork = new Clockwork(parts.sys, parts.talk, parts.settings.number('max-time'));
  }

  /** How it failed; undefined when it went well. */
  *run(text: string): Program<Failure | undefined> {
    const { sys, settings, talk } = this.#parts;
    let body = bodyOf(sys, settings);
    if (typeof body === 'string') {
      yield* talk.complain(body);
      return { code: 26, words: 'Failed to open/read local data from file/application' };
    }
    let method = methodOf(settings, body);
    let url = this.#parse(text);
    const limit = settings.number('max-redirs') ?? 50;
    talk.startProgress();
    yield* talk.meter();
    for (;;) {
      if (!url) return BAD_URL;
      if (url.scheme !== 'http') return notHttp(url);
      this.#info.effective = url.href;
      this.#info.scheme = 'HTTP';
      this.#info.method = method;
      const failed = yield* this.#exchange(url, method, body);
      this.#info.endUs = sys.nowUs;
      if (failed) return failed;
      const next = this.#nextUrl(url);
      if (next === undefined) return undefined;
      this.#info.redirectUrl = next;
      if (!this.#follows) return undefined;
      if (this.#info.redirects >= limit) return { code: 47, words: `Maximum (${limit}) redirects followed` };
      this.#info.redirects++;
      this.#info.redirectUs = sys.nowUs;
      [method, body] = this.#afterRedirect(method, body);
      yield* talk.info(`Issue another request to this URL: '${next}'`);
      this.#info.redirectUrl = '';
      url = this.#parse(next);
      talk.startProgress();
    }
  }

  #parse(text: string): Url | undefined {
    const { settings } = this.#parts;
    const url = parseUrl(text, settings.is('path-as-is'));
    const more = [...settings.queries, ...(settings.is('get') && settings.data !== undefined ? [settings.data] : [])];
    if (!url || more.length === 0 || this.#info.redirects > 0) return url;
    const query = `${url.query === '' ? '?' : `${url.query}&`}${more.join('&')}`;
    return { ...url, query, href: `${url.href.slice(0, url.href.length - url.query.length)}${query}` };
  }

  get #follows(): boolean {
    const { settings } = this.#parts;
    return settings.is('location') || settings.is('location-trusted');
  }

  #nextUrl(url: Url): string | undefined {
    const { head } = this.#info;
    if (!head || head.status < 300 || head.status >= 400) return undefined;
    const location = headerOf(head, 'location');
    return location === undefined ? undefined : resolveUrl(url, location);
  }

  /** POST becomes GET, as browsers do it, unless the user says otherwise. */
  #afterRedirect(method: string, body: Body | undefined): [string, Body | undefined] {
    const { settings } = this.#parts;
    const status = this.#info.head!.status;
    if (!body || status > 303 || settings.is(`post${status}`)) return [method, body];
    return [settings.value('request') ?? 'GET', undefined];
  }

  *#exchange(url: Url, method: string, body: Body | undefined): Program<Failure | undefined> {
    const { connections, talk } = this.#parts;
    for (;;) {
      const connection = yield* connections.get(url, this.#clockwork, this.#info);
      if ('code' in connection) return connection;
      this.#noteConnection(connection);
      const ended = yield* this.#talkHttp(connection, url, method, body);
      if (ended === 'died' && connection.used) {
        // the server had closed it while nobody looked
        yield* talk.info('Connection died, retrying a fresh connect (retry count: 1)');
        yield* connections.drop(connection);
        yield* talk.info(`Issue another request to this URL: '${url.href}'`);
        continue;
      }
      yield* talk.endProgress();
      if (ended === 'keep') yield* connections.keep(connection);
      else if (ended === 'close') yield* connections.drop(connection);
      else {
        const failure: Failure = ended === 'died' ? { code: 52, words: 'Empty reply from server' } : ended;
        yield* talk.info(failure.words);
        yield* connections.drop(connection);
        return failure;
      }
      return undefined;
    }
  }

  #noteConnection(connection: Connection): void {
    const info = this.#info;
    info.connectedUs = this.#parts.sys.nowUs;
    if (!connection.used) info.connects++;
    info.remote = connection.socket.remote;
    info.local = connection.socket.local;
  }

  *#talkHttp(
    connection: Connection,
    url: Url,
    method: string,
    body: Body | undefined,
  ): Program<'keep' | 'close' | 'died' | Failure> {
    const { sys, settings, talk } = this.#parts;
    const { socket } = connection;
    if (connection.number === 0 && settings.value('user') !== undefined)
      yield* talk.info(`Server auth using Basic with user '${settings.value('user')!.split(':')[0]}'`);
    const head = printRequest(settings, url, method, body);
    this.#info.requestSize += head.length + (body?.data.length ?? 0);
    this.#info.askedUs = sys.nowUs;
    const sent = yield* this.#send(connection, head + (body?.data ?? ''));
    yield* talk.header('>', head);
    if (sent) return sent;
    if (body) {
      if (talk.progress) talk.progress.uploadSize = talk.progress.uploaded = body.data.length;
      this.#info.uploaded = body.data.length;
      yield* talk.data('}', body.data.length);
      if (settings.forms.length > 0 || settings.value('upload-file') !== undefined)
        yield* talk.info('We are completely uploaded and fine');
    }
    const reader = new ResponseReader({
      isHead: method === 'HEAD',
      ignoresLength: settings.is('ignore-content-length'),
      raw: settings.is('raw'),
      http09: settings.is('http0.9'),
    });
    let got = false;
    for (;;) {
      const data = socket.recv(READ_SIZE);
      if (isErrno(data)) {
        if (data.errno !== 'EAGAIN') return connection.used && !got ? 'died' : receiveFailure(data);
        if (!(yield* this.#clockwork.wait(socket))) return this.#timedOut(reader);
        continue;
      }
      if (data === '') return this.#atEnd(reader);
      if (!got) this.#info.firstByteUs = sys.nowUs;
      got = true;
      const failed = yield* this.#take(reader, data);
      if (failed) return failed;
      if (reader.garbage) return { code: 1, words: 'Received HTTP/0.9 when not allowed' };
      if (reader.done) return this.#staysOpen(reader.head!) ? 'keep' : 'close';
    }
  }

  *#send({ socket }: Connection, data: Bytes): Program<Failure | 'died' | undefined> {
    for (let rest = data; rest !== '';) {
      const taken = socket.send(rest);
      if (typeof taken === 'number') rest = rest.slice(taken);
      else if (taken.errno !== 'EAGAIN') return taken.errno === 'EPIPE' ? 'died' : sendFailure(taken);
      else if (!(yield* this.#clockwork.wait(socket)))
        return {
          code: 28,
          words: `Operation timed out after ${this.#clockwork.elapsedMs} milliseconds with 0 bytes received`,
        };
    }
    return undefined;
  }

  *#take(reader: ResponseReader, data: Bytes): Program<Failure | undefined> {
    const { settings, talk, sink } = this.#parts;
    for (const piece of reader.take(data)) {
      if ('head' in piece) {
        const failed = yield* this.#takeHead(piece.head, reader);
        if (failed) return failed;
        continue;
      }
      const { body } = piece;
      if (body === '') continue;
      this.#info.downloaded += body.length;
      if (talk.progress) talk.progress.downloaded += body.length;
      if (this.#ignoresBody) continue;
      yield* talk.data('{', body.length);
      const failed = yield* sink.write(body);
      if (failed) return failed;
      const most = settings.number('max-filesize');
      if (most !== undefined && this.#info.downloaded > most) return { code: 63, words: 'Maximum file size exceeded' };
    }
    return undefined;
  }

  /** A redirect that is followed: its page is read and thrown away. */
  get #ignoresBody(): boolean {
    const { head } = this.#info;
    return (
      this.#follows &&
      head !== undefined &&
      head.status >= 300 &&
      head.status < 400 &&
      headerOf(head, 'location') !== undefined
    );
  }

  *#takeHead(head: Head, reader: ResponseReader): Program<Failure | undefined> {
    const { sys, settings, talk, sink, heads } = this.#parts;
    this.#info.headerSize += head.text.length;
    this.#info.headers += head.headers.length;
    heads.push(head.text);
    const shows = settings.is('include') || settings.is('head');
    const styled = sink.file === undefined && sys.isTty(1) && settings.value('styled-output') === undefined;
    for (const line of head.text.match(/[^\n]*\n/g) ?? []) {
      // the empty line is passed on before it is told of
      const ends = line.trim() === '';
      if (!ends) yield* talk.header('<', line);
      if (shows) yield* sink.write(styled ? styleHeader(line) : line);
      if (ends) yield* talk.header('<', line);
    }
    if (head.status < 200) return undefined;
    this.#info.head = head;
    if (talk.progress) {
      talk.progress.downloadSize = settings.is('head') ? undefined : reader.size;
      talk.progress.downloaded = 0;
    }
    if (settings.is('fail') && head.status >= 400 && !settings.is('fail-with-body'))
      return { code: 22, words: `The requested URL returned error: ${head.status}` };
    const most = settings.number('max-filesize');
    if (most !== undefined && (reader.size ?? 0) > most) return { code: 63, words: 'Maximum file size exceeded' };
    if (this.#ignoresBody) yield* talk.info('Ignoring the response-body');
    return undefined;
  }

  #staysOpen(head: Head): boolean {
    const wanted = headerOf(head, 'connection')?.toLowerCase() ?? '';
    if (wanted.includes('close')) return false;
    return head.version !== '1.0' || wanted.includes('keep-alive');
  }

  #atEnd(reader: ResponseReader): 'close' | 'died' | Failure {
    if (!reader.started) return 'died';
    if (!reader.head) return { code: 52, words: 'Empty reply from server' };
    if (reader.endsWithConnection || reader.done) return 'close';
    if (reader.isChunked) return { code: 18, words: 'transfer closed with outstanding read data remaining' };
    return { code: 18, words: `transfer closed with ${reader.missing} bytes remaining to read` };
  }

  #timedOut(reader: ResponseReader): Failure {
    const of = reader.size === undefined ? '' : ` out of ${reader.size}`;
    const got = `${this.#info.downloaded}${of} bytes received`;
    return { code: 28, words: `Operation timed out after ${this.#clockwork.elapsedMs} milliseconds with ${got}` };
  }
}

const receiveFailure = (refusal: Errno): Failure => ({ code: 56, words: `Recv failure: ${strerror(refusal)}` });
const sendFailure = (refusal: Errno): Failure => ({ code: 55, words: `Send failure: ${strerror(refusal)}` });

/** Protocols that the real one has, and this lab has not; and those that nobody has. */
function notHttp({ scheme }: Url): Failure {
  const real =
    /^(https|ftps?|file|dict|gophers?|imaps?|ldaps?|mqtt|pop3s?|rtmp|rtsp|scp|sftp|smbs?|smtps?|telnet|tftp)$/;
  if (real.test(scheme)) return { code: 2, words: `${scheme}: not in this simulator` };
  return { code: 1, words: `Protocol "${scheme}" not supported or disabled in libcurl` };
}

/** On a terminal the names are bold, and Location is a link (tool_cb_hdr.c). */
function styleHeader(line: Bytes): Bytes {
  const colon = line.indexOf(':');
  if (colon < 0) return line;
  const name = line.slice(0, colon);
  const value = line.slice(colon + 1);
  if (name.toLowerCase() !== 'location') return `\x1b[1m${name}\x1b[0m:${value}`;
  const link = value.trim();
  return `\x1b[1m${name}\x1b[0m:\x1b]8;;${link}\x1b\\${value}\x1b]8;;\x1b\\`;
}
