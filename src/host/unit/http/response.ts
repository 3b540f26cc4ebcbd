// Apache 2.4's answers, byte for byte as recorded: the headers in their order, and the pages of its errors.

import type { Bytes } from '../../../base/bytes.ts';
import { calendarOf } from '../../../base/calendar.ts';
import type { Request } from './request.ts';

const PHRASES = {
  200: 'OK',
  206: 'Partial Content',
  301: 'Moved Permanently',
  304: 'Not Modified',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  414: 'Request-URI Too Long',
  416: 'Requested Range Not Satisfiable',
  501: 'Not Implemented',
} as const;

export type Status = keyof typeof PHRASES;

/** What is answered, before it is known whether the connection stays. */
export interface Answer {
  readonly status: Status;
  /** Headers between Server and Connection, in order. */
  readonly headers: readonly string[];
  readonly type: string | undefined;
  readonly body: Bytes;
  /** HEAD: the headers only. */
  readonly withoutBody?: boolean;
}

const ALLOWED = 'HEAD,GET,POST,OPTIONS,TRACE';

const WORDS: Partial<Record<Status, (request: Request | undefined, extra: string) => string>> = {
  301: (_, location) => `The document has moved <a href="${location}">here</a>.`,
  400: () => 'Your browser sent a request that this server could not understand.<br />\n',
  403: () => "You don't have permission to access this resource.",
  404: () => 'The requested URL was not found on this server.',
  405: (request) => `The requested method ${escapeHtml(request!.method)} is not allowed for this URL.`,
  408: () => 'Server timeout waiting for the HTTP request from the client.',
  414: () => "The requested URL's length exceeds the capacity\nlimit for this server.<br />\n",
  416: () =>
    'None of the range-specifier values in the Range\nrequest-header field overlap the current extent\nof the selected resource.',
  501: (request) => `${escapeHtml(request!.method)} not supported for current URL.<br />\n`,
};

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** One of the pages that Apache makes itself. */
export function errorAnswer(status: Status, request?: Request, extra = ''): Answer {
  const phrase = PHRASES[status];
  const body =
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n' +
    `<html><head>\n<title>${status} ${phrase}</title>\n</head><body>\n<h1>${phrase}</h1>\n` +
    `<p>${WORDS[status]!(request, escapeHtml(extra))}</p>\n</body></html>\n`;
  const headers: string[] = [];
  if (status === 301) headers.push(`Location: ${extra}`);
  if (status === 405 || status === 501) headers.push(`Allow: ${ALLOWED}`);
  const withoutBody = request?.method === 'HEAD';
  const type = 'text/html; charset=iso-8859-1';
  if (status === 416) {
    // its length is not known when it begins
    headers.push('Transfer-Encoding: chunked');
    return { status, headers, type, body: chunked(body), withoutBody };
  }
  if (!withoutBody) headers.push(`Content-Length: ${body.length}`);
  return { status, headers, type, body, withoutBody };
}

const chunked = (body: Bytes): Bytes => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

export const optionsAnswer = (): Answer => ({
  status: 200,
  headers: [`Allow: ${ALLOWED}`, 'Content-Length: 0'],
  type: 'text/html',
  body: '',
});

/** TRACE: the request comes back, in one chunk. */
export function traceAnswer(head: Bytes): Answer {
  return { status: 200, headers: ['Transfer-Encoding: chunked'], type: 'message/http', body: chunked(head) };
}

/** `connection`: the lines about keeping the connection, without which an HTTP/1.1 one stays. */
export function printAnswer(answer: Answer, date: string, connection: string): Bytes {
  const { status, headers, type, body } = answer;
  const lines = headers.length > 0 ? `${headers.join('\r\n')}\r\n` : '';
  return (
    `HTTP/1.1 ${status} ${PHRASES[status]}\r\nDate: ${date}\r\nServer: Apache\r\n${lines}${connection}` +
    `${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n${answer.withoutBody ? '' : body}`
  );
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** Mon, 23 Nov 2026 16:20:50 GMT */
export function httpDate(epochSeconds: number): string {
  const c = calendarOf(epochSeconds);
  const time = `${two(c.hour)}:${two(c.minute)}:${two(c.second)}`;
  return `${DAYS[c.weekday]}, ${two(c.day)} ${MONTHS[c.month - 1]} ${c.year} ${time} GMT`;
}

/** Seconds since 1970 of such a date; undefined for anything else. */
export function parseHttpDate(text: string): number | undefined {
  const parts = /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/.exec(text);
  const month = parts ? MONTHS.indexOf(parts[2]!) + 1 : 0;
  if (!parts || month === 0) return undefined;
  const [day, year, hour, minute, second] = [1, 3, 4, 5, 6].map((i) => Number(parts[i]));
  const y = month <= 2 ? year! - 1 : year!;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day! - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * 86_400 + hour! * 3600 + minute! * 60 + second!;
}

/** The machines stand in Beijing. */
const ZONE_SECONDS = 8 * 3600;

/** 16/Jan/2019:09:30:00 +0800, as the access log has it. */
export function logDate(epochSeconds: number): string {
  const c = calendarOf(epochSeconds + ZONE_SECONDS);
  return `${two(c.day)}/${MONTHS[c.month - 1]}/${c.year}:${two(c.hour)}:${two(c.minute)}:${two(c.second)} +0800`;
}

/** /etc/mime.types, the part that pages need. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  shtml: 'text/html',
  txt: 'text/plain',
  text: 'text/plain',
  md: 'text/markdown',
  css: 'text/css',
  csv: 'text/csv',
  js: 'text/javascript',
  mjs: 'text/javascript',
  json: 'application/json',
  xml: 'application/xml',
  pdf: 'application/pdf',
  zip: 'application/zip',
  gz: 'application/gzip',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  ico: 'image/vnd.microsoft.icon',
  sh: 'text/x-sh',
  tar: 'application/x-tar',
};

export const typeOf = (path: string): string | undefined => TYPES[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''];
