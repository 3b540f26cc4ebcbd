// ab 2.3 (ApacheBench): measures a web server. Left out: TLS, proxies, HTML tables (refused by name).

import { SECOND } from '../../../base/time.ts';
import { parseIpv4 } from '../../../net/wire/address.ts';
import { SignalError, type Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { localTime } from '../../text/calendar.ts';
import { Bench, type Fatal } from './bench.ts';
import { readConfig, type Config, type NotRun } from './config.ts';
import { printCsv, printGnuplot, printResults } from './results.ts';
import { BANNER, OPTIONS, USAGE } from './usage.ts';

export const ab: Command = {
  name: 'ab',
  summary: { zh: '测试网站的性能', en: 'Apache HTTP server benchmarking tool' },
  options: OPTIONS,
  operands: 'host',
  main: runAb,
};

function* runAb(sys: Sys, argv: readonly string[]): Program<number> {
  const read = readConfig(sys, argv);
  if (!('config' in read)) return yield* notRun(sys, read);
  yield* err(sys, read.complaint);
  const { config } = read;
  yield* out(sys, BANNER);
  yield* out(sys, `Benchmarking ${config.host} (be patient)${config.heartbeat ? '\n' : '...'}`);
  if (config.verbosity >= 2)
    yield* out(
      sys,
      `INFO: ${config.method} header == \n---\n${config.request.slice(0, config.request.length - config.bodyLength)}\n---\n`,
    );
  const ip = parseIpv4(config.host) ?? sys.resolve(config.host);
  if (ip === undefined) {
    const known = config.host.includes(':');
    const [words, number] = known
      ? ['Name or service not known', 670_002]
      : ['Temporary failure in name resolution', 670_003];
    yield* err(sys, `apr_sockaddr_info_get() for ${config.host}: ${words} (${number})\n`);
    return number & 255;
  }
  if (config.concurrency === 0)
    return yield* failed(sys, 0, { call: 'apr_pollset_poll', words: 'Invalid argument', number: 22 });
  const bindIp = config.bindTo === undefined ? 0 : (parseIpv4(config.bindTo) ?? sys.resolve(config.bindTo) ?? 0);
  return yield* measure(sys, config, new Bench(sys, config, ip, bindIp));
}

function* notRun(sys: Sys, why: NotRun): Program<number> {
  if ('version' in why) {
    yield* out(sys, BANNER);
    return 0;
  }
  if ('refused' in why) return yield* notHere(sys, 'ab', why.refused);
  yield* err(sys, why.words + (why.usage ? USAGE : ''));
  return why.status;
}

function* measure(sys: Sys, config: Config, bench: Bench): Program<number> {
  function* flush(): Program {
    for (const [stream, text] of bench.said.splice(0)) yield* stream === 'out' ? out(sys, text) : err(sys, text);
  }
  try {
    const fatal = yield* bench.run(flush);
    yield* flush();
    if (fatal) return yield* failed(sys, bench.tally.done, fatal);
  } catch (error) {
    // Ctrl-C: the report of what there is so far
    if (!(error instanceof SignalError && error.signal === 'SIGINT')) throw error;
    bench.lastUs = sys.nowUs;
    yield* report(sys, config, bench);
    return 1;
  }
  if (config.heartbeat) yield* err(sys, `Finished ${bench.tally.done} requests\n`);
  else yield* out(sys, '..done\n');
  yield* report(sys, config, bench);
  bench.closeAll();
  return 0;
}

function* report(sys: Sys, config: Config, bench: Bench): Program {
  const { tally } = bench;
  yield* out(sys, printResults(config, tally, bench.lastUs - bench.startUs));
  if (tally.done === 0) return;
  if (config.csv !== undefined) sys.writeFile(config.csv, printCsv(tally.samples));
  if (config.gnuplot === undefined) return;
  const epoch = (us: number) => sys.epochSeconds - Math.floor((sys.nowUs - us) / SECOND);
  sys.writeFile(
    config.gnuplot,
    printGnuplot(tally.samples, (us) => printCtime(epoch(us)), epoch),
  );
}

function* failed(sys: Sys, done: number, { call, words, number, aborted }: Fatal): Program<number> {
  if (aborted) yield* err(sys, '\nTest aborted after 10 failures\n\n');
  yield* err(sys, `${call}: ${words} (${number})\n`);
  if (done > 0) yield* out(sys, `Total of ${done} requests completed\n`);
  return number & 255;
}

/** apr_ctime: Wed Jan 16 09:30:00 2019 */
function printCtime(epochSeconds: number): string {
  const { year, monthName, day, hour, minute, second } = localTime(epochSeconds);
  const weekday = WEEKDAYS[Math.floor((epochSeconds + 8 * 3600) / 86_400) % 7]!;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${weekday} ${monthName} ${two(day)} ${two(hour)}:${two(minute)}:${two(second)} ${year}`;
}

/** The first of January 1970 was a Thursday. */
const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
