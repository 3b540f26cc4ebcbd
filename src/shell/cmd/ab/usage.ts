// ab's usage text, its banner, and its options; the grammar is apr_getopt's: letters only, options before the URL.

import type { Option } from '../../command.ts';
import { absent, row } from '../../option.ts';

export const BANNER = `This is ApacheBench, Version 2.3 <$Revision$>
Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/
Licensed to The Apache Software Foundation, http://www.apache.org/

`;

export const USAGE = `Usage: ab [options] [http[s]://]hostname[:port]/path
Options are:
    -n requests     Number of requests to perform
    -c concurrency  Number of multiple requests to make at a time
    -t timelimit    Seconds to max. to spend on benchmarking
                    This implies -n 50000
    -s timeout      Seconds to max. wait for each response
                    Default is 30 seconds
    -b windowsize   Size of TCP send/receive buffer, in bytes
    -B address      Address to bind to when making outgoing connections
    -p postfile     File containing data to POST. Remember also to set -T
    -u putfile      File containing data to PUT. Remember also to set -T
    -T content-type Content-type header to use for POST/PUT data, eg.
                    'application/x-www-form-urlencoded'
                    Default is 'text/plain'
    -v verbosity    How much troubleshooting info to print
    -w              Print out results in HTML tables
    -i              Use HEAD instead of GET
    -x attributes   String to insert as table attributes
    -y attributes   String to insert as tr attributes
    -z attributes   String to insert as td or th attributes
    -C attribute    Add cookie, eg. 'Apache=1234'. (repeatable)
    -H attribute    Add Arbitrary header line, eg. 'Accept-Encoding: gzip'
                    Inserted after all normal header lines. (repeatable)
    -A attribute    Add Basic WWW Authentication, the attributes
                    are a colon separated username and password.
    -P attribute    Add Basic Proxy Authentication, the attributes
                    are a colon separated username and password.
    -X proxy:port   Proxyserver and port number to use
    -V              Print version number and exit
    -k              Use HTTP KeepAlive feature
    -d              Do not show percentiles served table.
    -S              Do not show confidence estimators and warnings.
    -q              Do not show progress when doing more than 150 requests
    -l              Accept variable document length (use this for dynamic pages)
    -g filename     Output collected data to gnuplot format file.
    -e filename     Output CSV file with percentages served
    -r              Don't exit on socket receive errors.
    -m method       Method name
    -h              Display usage information (this message)
    -I              Disable TLS Server Name Indication (SNI) extension
    -Z ciphersuite  Specify SSL/TLS cipher suite (See openssl ciphers)
    -f protocol     Specify SSL/TLS protocol
                    (SSL2, TLS1, TLS1.1, TLS1.2, TLS1.3 or ALL)
    -E certfile     Specify optional client certificate chain and private key
`;

export const OPTIONS: readonly Option[] = [
  row('-n requests', 'Number of requests to perform', '请求总数'),
  row('-c concurrency', 'Number of multiple requests to make at a time', '同时进行的请求数'),
  row('-t timelimit', 'Seconds to max. to spend on benchmarking (implies -n 50000)', '最多测多少秒（隐含 -n 50000）'),
  row('-s timeout', 'Seconds to max. wait for each response (30)', '等待回应的秒数（30）'),
  row('-b windowsize', 'Size of TCP send/receive buffer, in bytes (without effect here)', 'TCP 缓冲大小（这里无作用）'),
  row('-B address', 'Address to bind to when making outgoing connections', '源地址', 'address'),
  row('-p postfile', 'File containing data to POST', 'POST 的数据文件', 'file'),
  row('-u putfile', 'File containing data to PUT', 'PUT 的数据文件', 'file'),
  row('-T content-type', 'Content-type header to use for POST/PUT data', 'POST/PUT 数据的类型'),
  row('-v verbosity', 'How much troubleshooting info to print', '显示多少细节'),
  absent('-w', 'Print out results in HTML tables', '以 HTML 表格输出'),
  row('-i', 'Use HEAD instead of GET', '用 HEAD 代替 GET'),
  absent('-x attributes', 'String to insert as table attributes', '表格属性'),
  absent('-y attributes', 'String to insert as tr attributes', '行属性'),
  absent('-z attributes', 'String to insert as td or th attributes', '单元格属性'),
  row('-C attribute', "Add cookie, eg. 'Apache=1234'. (repeatable)", '增加 cookie'),
  row('-H attribute', "Add Arbitrary header line, eg. 'Accept-Encoding: gzip'", '增加请求头'),
  row('-A attribute', 'Add Basic WWW Authentication: username:password', 'Basic 认证 用户名:口令'),
  absent('-P attribute', 'Add Basic Proxy Authentication', '代理认证'),
  absent('-X proxy:port', 'Proxyserver and port number to use', '代理'),
  row('-V', 'Print version number and exit', '版本'),
  row('-k', 'Use HTTP KeepAlive feature', '用长连接'),
  row('-d', 'Do not show percentiles served table', '不显示百分位表'),
  row('-S', 'Do not show confidence estimators and warnings', '不显示标准差与警告'),
  row('-q', 'Do not show progress when doing more than 150 requests', '请求多时也不显示进度'),
  row('-l', 'Accept variable document length', '接受长度不一的页面'),
  row('-g filename', 'Output collected data to gnuplot format file', '把数据写成 gnuplot 文件', 'file'),
  row('-e filename', 'Output CSV file with percentages served', '把百分位写成 CSV', 'file'),
  row('-r', "Don't exit on socket receive errors", '接收出错也不退出'),
  row('-m method', 'Method name', '请求方法', ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']),
  row('-h', 'Display usage information', '用法'),
  row('-I', 'Disable TLS Server Name Indication (SNI) extension (without effect here)', '不用 SNI（这里无作用）'),
  absent('-Z ciphersuite', 'Specify SSL/TLS cipher suite', 'TLS 加密套件'),
  absent('-f protocol', 'Specify SSL/TLS protocol', 'TLS 版本'),
  absent('-E certfile', 'Specify optional client certificate chain and private key', '客户端证书'),
];
