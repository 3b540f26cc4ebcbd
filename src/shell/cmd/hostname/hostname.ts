// hostname (net-tools / Debian's hostname 3.23): shows or sets the host's name. Names are resolved by /etc/hosts alone, and a host
// of the lab is not in its own unless somebody writes it there.

import { isErrno, strerror } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import { printIpv4 } from '../../../net/wire/address.ts';
import type { Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';

const USAGE = `Usage: hostname [-b] {hostname|-F file}         set host name (from file)
       hostname [-a|-A|-d|-f|-i|-I|-s|-y]       display formatted name
       hostname                                 display host name

       {yp,nis,}domainname {nisdomain|-F file}  set NIS domain name (from file)
       {yp,nis,}domainname                      display NIS domain name

       dnsdomainname                            display dns domain name

       hostname -V|--version|-h|--help          print info and exit

Program name:
       {yp,nis,}domainname=hostname -y
       dnsdomainname=hostname -d

Program options:
    -a, --alias            alias names
    -A, --all-fqdns        all long host names (FQDNs)
    -b, --boot             set default hostname if none available
    -d, --domain           DNS domain name
    -f, --fqdn, --long     long host name (FQDN)
    -F, --file             read host name or NIS domain name from given file
    -i, --ip-address       addresses for the host name
    -I, --all-ip-addresses all addresses for the host
    -s, --short            short host name
    -y, --yp, --nis        NIS/YP domain name

Description:
   This command can get or set the host name or the NIS domain name. You can
   also get the DNS domain or the FQDN (fully qualified domain name).
   Unless you are using bind or NIS for host lookups you can change the
   FQDN (Fully Qualified Domain Name) and the DNS domain name (which is
   part of the FQDN) in the /etc/hosts file.
`;

export const hostname: Command = {
  name: 'hostname',
  summary: { zh: '显示或设置主机名', en: 'Show or set the host name.' },
  options: [
    row('-d, --domain', 'DNS domain name', 'DNS 域名'),
    row('-f, --fqdn', 'long host name (FQDN)', '完整主机名'),
    { ...row('--long', 'long host name (FQDN)', '完整主机名'), short: 'f' },
    row('-F, --file=FILE', 'read host name from given file', '从文件读主机名', 'file'),
    row('-i, --ip-address', 'addresses for the host name', '主机名对应的地址'),
    row('-I, --all-ip-addresses', 'all addresses for the host', '本机所有地址'),
    row('-s, --short', 'short host name', '短主机名'),
    row('-h, --help', 'print usage', '显示用法'),
    absent('-a, --alias', 'alias names', '别名'),
    absent('-A, --all-fqdns', 'all long host names (FQDNs)', '所有完整主机名'),
    absent('-b, --boot', 'set default hostname if none available', '设默认主机名'),
    absent('-y, --yp', 'NIS/YP domain name', 'NIS 域名'),
    absent('-V, --version', 'print version and exit', '显示版本'),
  ],
  main: runHostname,
};

const WRONG_USAGE = 255;

function* runHostname(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, hostname, argv, { status: WRONG_USAGE, hint: USAGE, help: USAGE });
  if (typeof opts === 'number') return opts;
  if (opts.has('h') || opts.operands.length > 1) {
    yield* opts.has('h') ? out(sys, USAGE) : err(sys, USAGE);
    return opts.has('h') ? 0 : WRONG_USAGE;
  }
  const file = opts.value('F');
  if (file !== undefined) {
    const text = sys.readFile(file);
    if (isErrno(text)) return yield* failed(sys, strerror(text));
    return yield* set(
      sys,
      text
        .split('\n')
        .find((line) => line !== '' && !line.startsWith('#'))
        ?.trim() ?? '',
    );
  }
  if (opts.operands.length === 1) return yield* set(sys, opts.operands[0]!);
  return yield* show(sys, opts.last('dfiIs'));
}

function* failed(sys: Sys, words: string): Program<number> {
  yield* err(sys, `hostname: ${words}\n`);
  return 1;
}

function* set(sys: Sys, name: string): Program<number> {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(name) || name.length > 64)
    return yield* failed(sys, 'the specified hostname is invalid');
  sys.setHostname(name);
  return 0;
}

function* show(sys: Sys, what: string | undefined): Program<number> {
  const name = sys.hostname();
  if (what === 'I') {
    const own = sys.net.addresses().filter(({ ip }) => ip >>> 24 !== 127);
    yield* out(sys, `${own.map(({ ip }) => `${printIpv4(ip)} `).join('')}\n`);
    return 0;
  }
  if (what === undefined || what === 's') {
    yield* out(sys, `${what === 's' ? name.replace(/\..*/, '') : name}\n`);
    return 0;
  }
  const ip = sys.resolve(name);
  if (ip === undefined) return yield* failed(sys, 'Temporary failure in name resolution');
  if (what === 'i') yield* out(sys, `${printIpv4(ip)}\n`);
  else if (what === 'f') yield* out(sys, `${name}\n`);
  else if (name.includes('.')) yield* out(sys, `${name.slice(name.indexOf('.') + 1)}\n`);
  return 0;
}
