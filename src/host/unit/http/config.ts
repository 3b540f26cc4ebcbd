// Apache's configuration, as far as the lab uses it: httpd.conf and then conf.d/*.conf, read for Listen, DocumentRoot,
// DirectoryIndex, ServerName, Timeout, KeepAlive and KeepAliveTimeout, and for a <VirtualHost *:PORT> around DocumentRoot.
// Other directives are read and left alone.

import { isErrno } from '../../../base/errno.ts';
import { parseIpv4, type Ipv4 } from '../../../net/wire/address.ts';
import type { Sys } from '../../sys.ts';

export interface HttpdConfig {
  readonly listen: readonly { readonly ip: Ipv4; readonly port: number }[];
  /** Port → directory. */
  readonly roots: ReadonlyMap<number, string>;
  readonly defaultRoot: string;
  readonly index: readonly string[];
  readonly serverName: string;
  readonly timeoutUs: number;
  readonly keepAlive: boolean;
  readonly keepAliveSeconds: number;
  readonly keepAliveRequests: number;
}

const MAIN = '/etc/httpd/conf/httpd.conf';
const MORE = '/etc/httpd/conf.d';

/** What is wrong, in Apache's words, or the configuration. */
export function readConfig(sys: Sys): HttpdConfig | string {
  const main = sys.readFile(MAIN);
  if (isErrno(main)) return `httpd: Could not open configuration file ${MAIN}: No such file or directory\n`;
  const more = sys.readdir(MORE);
  const names = isErrno(more) ? [] : [...more].filter((name) => name.endsWith('.conf')).sort();
  const texts = [main, ...names.map((name) => sys.readFile(`${MORE}/${name}`))];
  return parseConfig(
    texts.filter((text) => typeof text === 'string'),
    sys.hostname(),
  );
}

export function parseConfig(texts: readonly string[], hostname: string): HttpdConfig | string {
  const listen: { ip: Ipv4; port: number }[] = [];
  const roots = new Map<number, string>();
  const values = new Map<string, string>();
  let virtualPort: number | undefined;
  for (const line of texts.join('\n').replace(/\\\n/g, ' ').split('\n')) {
    const words = line.trim().match(/"[^"]*"|\S+/g);
    if (!words || words[0]!.startsWith('#')) continue;
    const name = words[0]!.toLowerCase();
    const args = words.slice(1).map((word) => word.replace(/^"|"$/g, ''));
    if (name === '<virtualhost') virtualPort = Number(/:(\d+)>?$/.exec(args[0] ?? '')?.[1]) || undefined;
    else if (name === '</virtualhost>') virtualPort = undefined;
    else if (name === 'listen') {
      const found = /^(?:(.*):)?(\d+)$/.exec(args[0] ?? '');
      const ip = found?.[1] === undefined ? 0 : parseIpv4(found[1].replace('*', '0.0.0.0'));
      if (!found || ip === undefined) return `AH00526: Syntax error: Port must be specified: Listen ${args[0] ?? ''}\n`;
      listen.push({ ip, port: Number(found[2]) });
    } else if (name === 'documentroot' && virtualPort !== undefined) roots.set(virtualPort, args[0] ?? '');
    else if (!name.startsWith('<') && virtualPort === undefined) values.set(name, args.join(' '));
  }
  return {
    listen,
    roots,
    defaultRoot: values.get('documentroot') ?? '/var/www/html',
    index: (values.get('directoryindex') ?? 'index.html').split(' '),
    serverName: values.get('servername') ?? hostname,
    timeoutUs: Number(values.get('timeout') ?? 60) * 1_000_000,
    keepAlive: (values.get('keepalive') ?? 'on').toLowerCase() !== 'off',
    keepAliveSeconds: Number(values.get('keepalivetimeout') ?? 5),
    keepAliveRequests: Number(values.get('maxkeepaliverequests') ?? 100),
  };
}
