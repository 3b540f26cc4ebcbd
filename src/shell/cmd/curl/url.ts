// URLs as curl takes them: http is guessed, `..` is squashed, and {a,b} and [1-3] stand for several (tool_urlglob.c).

export interface Url {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string;
  /** As %{url_effective} shows it. */
  readonly href: string;
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21, ftps: 990 };

export const hostWithPort = ({ scheme, host, port }: Url): string =>
  port === PORTS[scheme] ? host : `${host}:${port}`;

/** undefined: no good. */
export function parseUrl(text: string, pathAsIs: boolean): Url | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  const rest = scheme ? text.slice(scheme[0].length) : text;
  const parts = /^([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?$/s.exec(rest);
  if (!parts || /[^!-\xff]/.test(parts[1]!)) return undefined;
  const authority = /^(?:([^@]*)@)?([^:]*)(?::(.*))?$/.exec(parts[1]!);
  if (!authority) return undefined;
  const [, user, host = '', portText] = authority;
  const name = scheme ? scheme[1]!.toLowerCase() : 'http';
  if (host === '' || /[[\]{}|\\^`"<>]/.test(host)) return undefined;
  if (portText !== undefined && portText !== '' && !/^\d+$/.test(portText)) return undefined;
  const port = portText ? Number(portText) : (PORTS[name] ?? 80);
  if (port > 65_535) return undefined;
  const given = (parts[2] || '/').replace(/ /g, '%20');
  const path = pathAsIs ? given : squash(given);
  const query = (parts[3] ?? '').replace(/ /g, '%20');
  const at = portText ? `${host}:${portText}` : host;
  return { scheme: name, user, host, port, path, query, href: `${name}://${at}${path}${query}` };
}

/** Removes . and .. (RFC 3986 §5.2.4). */
function squash(path: string): string {
  if (!/\/\.{1,2}(\/|$)/.test(path)) return path;
  const parts: string[] = [];
  const words = path.split('/').slice(1);
  words.forEach((word, i) => {
    const last = i === words.length - 1;
    if (word === '..') parts.pop();
    else if (word !== '.') return void parts.push(word);
    if (last) parts.push('');
  });
  return `/${parts.join('/')}`;
}

/** What a Location header means from here. */
export function resolveUrl(base: Url, location: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return location;
  const origin = `${base.scheme}://${hostWithPort(base)}`;
  if (location.startsWith('//')) return `${base.scheme}:${location}`;
  if (location.startsWith('/')) return origin + location;
  if (location.startsWith('?')) return origin + base.path + location;
  return origin + base.path.slice(0, base.path.lastIndexOf('/') + 1) + location;
}

export interface Globbed {
  readonly text: string;
  /** What each glob stands for here: #1, #2, … in the name of the output file. */
  readonly words: readonly string[];
}

/** The URLs that a pattern stands for, or what is wrong and where. */
export function expandGlobs(pattern: string): readonly Globbed[] | { readonly problem: string; readonly at: number } {
  let urls: Globbed[] = [{ text: '', words: [] }];
  let at = 0;
  while (at < pattern.length) {
    const char = pattern[at]!;
    if (char === '\\' && /[[\]{}]/.test(pattern[at + 1] ?? '')) {
      urls = urls.map(({ text, words }) => ({ text: text + pattern[at + 1]!, words }));
      at += 2;
    } else if (char === '{' || (char === '[' && !isIpv6(pattern, at))) {
      const set = char === '{' ? readSet(pattern, at) : readRange(pattern, at);
      if ('problem' in set) return set;
      const { values, end } = set;
      urls = urls.flatMap(({ text, words }) =>
        values.map((value) => ({ text: text + value, words: [...words, value] })),
      );
      at = end;
    } else if (char === '}' || char === ']') {
      return { problem: 'unmatched close brace/bracket', at: at + 1 };
    } else {
      const plain = /^[^\\{}[\]]+|^./s.exec(pattern.slice(at))![0];
      urls = urls.map(({ text, words }) => ({ text: text + plain, words }));
      at += plain.length;
    }
  }
  return urls;
}

const isIpv6 = (pattern: string, at: number): boolean =>
  /^\[[0-9a-f:]*:[0-9a-f:.]*(%[^\]]*)?\]/i.test(pattern.slice(at));

type Values =
  { readonly values: readonly string[]; readonly end: number } | { readonly problem: string; readonly at: number };

function readSet(pattern: string, at: number): Values {
  const end = pattern.indexOf('}', at);
  if (end < 0) return { problem: 'unmatched brace', at: at + 1 };
  const values = pattern.slice(at + 1, end).split(',');
  if (values.length === 1 && values[0] === '') return { problem: 'empty string within braces', at: at + 2 };
  return { values, end: end + 1 };
}

function readRange(pattern: string, at: number): Values {
  const found = /^\[(?:(\d+)-(\d+)|([a-z])-([a-z])|([A-Z])-([A-Z]))(?::(\d+))?\]/.exec(pattern.slice(at));
  if (!found) return { problem: 'bad range', at: at + 2 };
  const [whole, from, to, a, b, c, d, stepText] = found;
  const step = Number(stepText ?? 1);
  const first = from === undefined ? (a ?? c)!.charCodeAt(0) : Number(from);
  const last = to === undefined ? (b ?? d)!.charCodeAt(0) : Number(to);
  if (last < first || step <= 0 || step > last - first + 1) return { problem: 'bad range', at: at + 2 };
  const width = from?.startsWith('0') && from.length > 1 ? from.length : 0;
  const values: string[] = [];
  for (let n = first; n <= last; n += step)
    values.push(from === undefined ? String.fromCharCode(n) : String(n).padStart(width, '0'));
  return { values, end: at + whole.length };
}
