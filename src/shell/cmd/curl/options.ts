// curl's options: the table, and its own grammar (tool_getparam.c): a long name may be shortened as far as it stays one, and
// a switch may stand with "no-" before it.

import type { Option } from '../../command.ts';
import { row } from '../../option.ts';

/** Options of curl 7.88 for what this lab has not: TLS, proxies, other protocols, …; `=`: takes an argument. */
const ABSENT =
  'abstract-unix-socket= alt-svc= anyauth a,append aws-sigv4= cacert= capath= E,cert= cert-status cert-type= ciphers= ' +
  'compressed-ssh K,config= C,continue-at= c,cookie-jar= create-file-mode= crlf crlfile= curves= delegation= digest ' +
  'disable-eprt disable-epsv disallow-username-in-url dns-interface= dns-ipv4-addr= dns-ipv6-addr= dns-servers= ' +
  'doh-cert-status doh-insecure doh-url= egd-file= engine= etag-compare= etag-save= expect100-timeout= false-start ' +
  'form-escape ftp-account= ftp-alternative-to-user= ftp-create-dirs ftp-method= ftp-pasv P,ftp-port= ftp-pret ' +
  'ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-ccc-mode= ftp-ssl-control happy-eyeballs-timeout-ms= haproxy-protocol ' +
  'hostpubmd5= hostpubsha256= hsts= http2 http2-prior-knowledge http3 http3-only 6,ipv6 j,junk-session-cookies ' +
  'keepalive-time= key= key-type= krb= libcurl= limit-rate= l,list-only login-options= mail-auth= mail-from= mail-rcpt= ' +
  'mail-rcpt-allowfails M,manual metalink negotiate n,netrc netrc-file= netrc-optional :,next no-clobber noproxy= ntlm ' +
  'ntlm-wb oauth2-bearer= Z,parallel parallel-immediate parallel-max= pass= pinnedpubkey= preproxy= proto= ' +
  'proto-default= proto-redir= x,proxy= proxy-anyauth proxy-basic proxy-cacert= proxy-capath= proxy-cert= ' +
  'proxy-cert-type= proxy-ciphers= proxy-crlfile= proxy-digest proxy-header= proxy-insecure proxy-key= proxy-key-type= ' +
  'proxy-negotiate proxy-ntlm proxy-pass= proxy-pinnedpubkey= proxy-service-name= proxy-ssl-allow-beast ' +
  'proxy-ssl-auto-client-cert proxy-tls13-ciphers= proxy-tlsauthtype= proxy-tlspassword= proxy-tlsuser= proxy-tlsv1 ' +
  'U,proxy-user= proxy1.0= p,proxytunnel pubkey= Q,quote= random-file= rate= J,remote-header-name remove-on-error ' +
  'sasl-authzid= sasl-ir service-name= socks4= socks4a= socks5= socks5-basic socks5-gssapi socks5-gssapi-nec ' +
  'socks5-gssapi-service= socks5-hostname= Y,speed-limit= y,speed-time= ssl ssl-allow-beast ssl-auto-client-cert ' +
  'ssl-no-revoke ssl-reqd ssl-revoke-best-effort 2,sslv2 3,sslv3 stderr= suppress-connect-headers tcp-fastopen ' +
  't,telnet-option= tftp-blksize= tftp-no-options z,time-cond= tls-max= tls13-ciphers= tlsauthtype= tlspassword= ' +
  'tlsuser= 1,tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace= trace-ascii= trace-time unix-socket= ' +
  'B,use-ascii xattr hash-urls=';

function absentRows(): Option[] {
  return ABSENT.split(' ').map((word) => {
    const [, short, long, arg] = /^(?:(.),)?([^=]+)(=?)$/.exec(word)!;
    return {
      ...(short ? { short } : {}),
      long: long!,
      ...(arg ? { arg: 'ARG' } : {}),
      meaning: { zh: '（这里没有）', en: '(not in this simulator)' },
      status: 'not here',
    };
  });
}

export const OPTIONS: readonly Option[] = [
  row('--basic', 'Use HTTP Basic Authentication', '用 Basic 认证'),
  row('--compressed', 'Request compressed response', '请求压缩的回应'),
  row('--connect-timeout <fractional seconds>', 'Maximum time allowed for connection', '连接最多等多少秒'),
  row('--connect-to <HOST1:PORT1:HOST2:PORT2>', 'Connect to host', '改连另一主机'),
  row('-b, --cookie <data|filename>', 'Send cookies from string/file', '发送 cookie'),
  row('--create-dirs', 'Create necessary local directory hierarchy', '建立所需的目录'),
  row('-d, --data <data>', 'HTTP POST data', '以 POST 发送数据'),
  row('--data-ascii <data>', 'HTTP POST ASCII data', '以 POST 发送文本'),
  row('--data-binary <data>', 'HTTP POST binary data', '以 POST 原样发送数据'),
  row('--data-raw <data>', "HTTP POST data, '@' allowed", "以 POST 发送数据，'@' 无特殊含义"),
  row('--data-urlencode <data>', 'HTTP POST data URL encoded', '编码后以 POST 发送'),
  row('-q, --disable', 'Disable .curlrc', '不读 .curlrc'),
  row('-D, --dump-header <filename>', 'Write the received headers to <filename>', '把回应头写入文件', 'file'),
  row('-f, --fail', 'Fail fast with no output on HTTP errors', 'HTTP 出错时不输出、直接失败'),
  row('--fail-early', 'Fail on first transfer error, do not continue', '第一个失败就停止'),
  row('--fail-with-body', 'Fail on HTTP errors but save the body', 'HTTP 出错时失败，但保留正文'),
  row('-F, --form <name=content>', 'Specify multipart MIME data', '以表单（multipart）发送'),
  row('--form-string <name=string>', 'Specify multipart MIME data', '以表单发送字符串'),
  row('-G, --get', 'Put the post data in the URL and use GET', '把数据放进 URL，用 GET'),
  row('-g, --globoff', 'Disable URL sequences and ranges using {} and []', '不展开 URL 中的 {} 与 []'),
  row('-I, --head', 'Show document info only', '只要头部（HEAD）'),
  row('-H, --header <header/@file>', 'Pass custom header(s) to server', '增加请求头'),
  row('-h, --help <category>', 'Get help for commands', '帮助'),
  { long: 'http0.9', meaning: { en: 'Allow HTTP 0.9 responses', zh: '接受 HTTP/0.9 的回应' } },
  { short: '0', long: 'http1.0', meaning: { en: 'Use HTTP 1.0', zh: '用 HTTP/1.0' } },
  { long: 'http1.1', meaning: { en: 'Use HTTP 1.1', zh: '用 HTTP/1.1' } },
  row('--ignore-content-length', 'Ignore the size of the remote resource', '不看 Content-Length'),
  row('-i, --include', 'Include protocol response headers in the output', '输出中带回应头'),
  row('-k, --insecure', 'Allow insecure server connections', '不验证证书（这里没有 TLS）'),
  row('--interface <name>', 'Use network INTERFACE (or address)', '用这个网卡或源地址', 'device'),
  row('-4, --ipv4', 'Resolve names to IPv4 addresses', '只用 IPv4'),
  row('--json <data>', 'HTTP POST JSON', '以 POST 发送 JSON'),
  row('--local-port <num/range>', 'Force use of RANGE for local port numbers', '本地端口（范围）'),
  row('-L, --location', 'Follow redirects', '跟随重定向'),
  row('--location-trusted', 'Like --location, and send auth to other hosts', '跟随重定向并带上认证'),
  row('--max-filesize <bytes>', 'Maximum file size to download', '最多下载多少字节'),
  row('--max-redirs <num>', 'Maximum number of redirects allowed', '最多跟随几次重定向'),
  row('-m, --max-time <fractional seconds>', 'Maximum time allowed for transfer', '整个传输最多多少秒'),
  row('-N, --no-buffer', 'Disable buffering of the output stream', '输出不缓冲'),
  row('--no-keepalive', 'Disable TCP keepalive on the connection', '不用 TCP 保活'),
  row('--no-progress-meter', 'Do not show the progress meter', '不显示进度'),
  row('-o, --output <file>', 'Write to file instead of stdout', '写入文件', 'file'),
  row('--output-dir <dir>', 'Directory to save files in', '存放文件的目录', 'directory'),
  row('--path-as-is', 'Do not squash .. sequences in URL path', '不整理路径中的 ..'),
  row('--post301', 'Do not switch to GET after following a 301', '301 后仍用 POST'),
  row('--post302', 'Do not switch to GET after following a 302', '302 后仍用 POST'),
  row('--post303', 'Do not switch to GET after following a 303', '303 后仍用 POST'),
  row('-#, --progress-bar', 'Display transfer progress as a bar', '用横条显示进度'),
  row('-r, --range <range>', 'Retrieve only the bytes within RANGE', '只取这一段字节'),
  row('--raw', 'Do HTTP "raw"; no transfer decoding', '不解传输编码'),
  row('-e, --referer <URL>', 'Referrer URL', 'Referer 头'),
  row('-O, --remote-name', 'Write output to a file named as the remote file', '以远端文件名存盘'),
  row('--remote-name-all', 'Use the remote file name for all URLs', '所有 URL 都以远端文件名存盘'),
  row('-R, --remote-time', "Set the remote file's time on the local output", '保留远端的文件时间'),
  row('-X, --request <method>', 'Specify request method to use', '请求方法', [
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'DELETE',
    'OPTIONS',
    'TRACE',
  ]),
  row('--request-target <path>', 'Specify the target for this request', '请求行中的目标'),
  row('--resolve <[+]host:port:addr[,addr]...>', 'Resolve the host+port to this address', '主机名解析为此地址'),
  row('--retry <num>', 'Retry request if transient problems occur', '暂时失败时重试次数'),
  row('--retry-all-errors', 'Retry all errors (use with --retry)', '一切失败都重试'),
  row('--retry-connrefused', 'Retry on connection refused (use with --retry)', '拒绝连接时也重试'),
  row('--retry-delay <seconds>', 'Wait time between retries', '重试间隔秒数'),
  row('--retry-max-time <seconds>', 'Retry only within this period', '只在这段时间内重试'),
  row('-S, --show-error', 'Show error even when -s is used', '即使 -s 也显示错误'),
  row('-s, --silent', 'Silent mode', '安静'),
  row('--styled-output', 'Enable styled output for HTTP headers', '终端上头部名加粗'),
  row('--tcp-nodelay', 'Use the TCP_NODELAY option', '不等待凑满（本来如此）'),
  row('-T, --upload-file <file>', 'Transfer local FILE to destination', '上传文件（PUT）', 'file'),
  row('--url <url>', 'URL to work with', 'URL'),
  row('--url-query <data>', 'Add a URL query part', '给 URL 增加查询串'),
  row('-u, --user <user:password>', 'Server user and password', '用户名与口令'),
  row('-A, --user-agent <name>', 'Send User-Agent <name> to server', 'User-Agent 头'),
  row('-v, --verbose', 'Make the operation more talkative', '显示过程'),
  row('-V, --version', 'Show version number and quit', '版本'),
  row('-w, --write-out <format>', 'Use output FORMAT after completion', '完成后按格式输出'),
  ...absentRows(),
];

export interface Given {
  readonly name: string;
  readonly value: string;
  /** --no-NAME. */
  readonly negated: boolean;
}

/** The options and URLs in their order (a URL is the option 'url'), or what is wrong, or what this lab has not. */
export function parseCurl(
  args: readonly string[],
): readonly Given[] | { readonly wrong: string } | { readonly refused: string } {
  const given: Given[] = [];
  let operandsOnly = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (operandsOnly || !arg.startsWith('-') || arg === '-') {
      given.push({ name: 'url', value: arg, negated: false });
      continue;
    }
    if (arg === '--') {
      operandsOnly = true;
      continue;
    }
    if (arg.startsWith('--')) {
      const found = findLong(arg.slice(2));
      if (typeof found === 'string') return { wrong: `option ${arg}: ${found}` };
      const { option, negated } = found;
      if (option.status === 'not here') return { refused: `--${option.long}` };
      let value = '';
      if (option.arg !== undefined) {
        if (negated) return { wrong: `option ${arg}: used '--no-' for option that doesn't take a boolean` };
        // -h alone gives the short help
        if (args[at + 1] === undefined && option.long !== 'help') return { wrong: `option ${arg}: requires parameter` };
        value = args[++at] ?? '';
      }
      given.push({ name: option.long!, value, negated });
      continue;
    }
    for (let i = 1; i < arg.length; i++) {
      const option = OPTIONS.find(({ short }) => short === arg[i]);
      if (!option) return { wrong: `option ${arg}: is unknown` };
      if (option.arg === undefined) {
        if (option.status === 'not here') return { refused: `-${option.short}` };
        given.push({ name: option.long!, value: '', negated: false });
        continue;
      }
      const value = i + 1 < arg.length ? arg.slice(i + 1) : args[++at];
      if (value === undefined && option.long !== 'help') return { wrong: `option ${arg}: requires parameter` };
      if (option.status === 'not here') return { refused: `-${option.short}` };
      given.push({ name: option.long!, value: value ?? '', negated: false });
      break;
    }
  }
  return given;
}

function findLong(name: string): { readonly option: Option; readonly negated: boolean } | string {
  const exact = OPTIONS.find(({ long }) => long === name);
  if (exact) return { option: exact, negated: false };
  if (name.startsWith('no-')) {
    const found = findLong(name.slice(3));
    if (typeof found !== 'string') return { option: found.option, negated: true };
  }
  const starting = OPTIONS.filter(({ long }) => name !== '' && long!.startsWith(name));
  if (starting.length === 1) return { option: starting[0]!, negated: false };
  return starting.length === 0 ? 'is unknown' : 'is ambiguous';
}
