// date (GNU coreutils 9.1): the time of the world, which is virtual. Of the many ways to write a date for -d, those that scripts use:
// @SECONDS, YYYY-MM-DD [HH:MM[:SS]], now, today, yesterday, tomorrow, and so many units from now or ago.
// Left out: setting the clock; zones other than a plain TZ such as UTC, CST-8, Asia/Shanghai.

import { isErrno, strerror } from '../../../base/errno.ts';
import { SECOND } from '../../../base/time.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, out, type Command } from '../../command.ts';
import { getopt, wrongUsage, type Parsed } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { quote } from '../../text/input.ts';
import { BEIJING, civil, epochOf, strftime, UTC, type Moment, type Zone } from '../../text/strftime.ts';

export const date: Command = {
  name: 'date',
  summary: { zh: '显示时间', en: 'Display date and time in the given FORMAT.' },
  options: [
    row('-d, --date=STRING', "display time described by STRING, not 'now'", '显示 STRING 所说的时间'),
    row('-I, --iso-8601[=FMT]', 'output date/time in ISO 8601 format', 'ISO 8601 格式', [
      'date',
      'hours',
      'minutes',
      'seconds',
      'ns',
    ]),
    row('-R, --rfc-email', 'output date and time in RFC 5322 format', 'RFC 5322 格式'),
    row('--rfc-3339=FMT', 'output date/time in RFC 3339 format', 'RFC 3339 格式', ['date', 'seconds', 'ns']),
    row('-r, --reference=FILE', 'display the last modification time of FILE', '显示文件的修改时间', 'file'),
    row('-u, --utc', 'print Coordinated Universal Time (UTC)', '协调世界时'),
    { ...row('--universal', 'print Coordinated Universal Time (UTC)', '协调世界时'), short: 'u' },
    absent('-f, --file=DATEFILE', 'like --date; once for each line of DATEFILE', '逐行读取日期'),
    absent('-s, --set=STRING', 'set time described by STRING', '设置时间'),
  ],
  main: runDate,
};

const ISO: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};
const RFC_3339: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%d %H:%M:%S%:z',
  ns: '%Y-%m-%d %H:%M:%S.%N%:z',
};

/** TZ as POSIX writes it, or one of the names for here; undefined for what this simulator has no table for. */
function zoneOf(tz: string | undefined): Zone | undefined {
  if (tz === undefined || /^:?(Asia\/Shanghai|PRC)$/.test(tz)) return BEIJING;
  if (tz === '' || /^:?(Etc\/)?(UTC|UCT|Zulu|Universal)0?$/.test(tz)) return UTC;
  if (/^:?(Etc\/)?GMT0?$/.test(tz)) return { ...UTC, name: 'GMT' };
  const parts = /^([A-Za-z]{3,})([+-]?)(\d{1,2})(?::(\d\d))?$/.exec(tz);
  if (!parts) return undefined;
  const west = Number(parts[3]) * 3600 + Number(parts[4] ?? 0) * 60;
  return { offsetSeconds: parts[2] === '-' ? west : -west, name: parts[1]! };
}

const UNITS: Readonly<Record<string, number>> = {
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};
/** Words that a real date would understand here, so that they are refused as ours and not called invalid. */
const KNOWN_WORDS =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat|next|last|ago|month|year|fortnight|noon|midnight|am|pm)|\d/i;

/** Seconds since 1970 (fractions dropped), or why not. */
export function parseDate(text: string, nowSeconds: number, zone: Zone): number | 'invalid' | 'not here' {
  const words = text.trim().toLowerCase();
  const epoch = /^@(-?\d+)(?:\.\d+)?$/.exec(words);
  if (epoch) return Number(epoch[1]);
  const stamp = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(z|utc)?$/.exec(words);
  if (stamp) {
    const [year, month, day, hour, minute, second] = stamp.slice(1, 7).map((part) => Number(part ?? 0));
    const at = { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second! };
    return epochOf(at, stamp[7] ? UTC : zone) ?? 'invalid';
  }
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(words);
  if (clock || words === '') {
    const today = civil(nowSeconds, zone);
    const [hour, minute, second] = (clock ?? ['', '0', '0', '0']).slice(1).map((part) => Number(part ?? 0));
    return epochOf({ ...today, hour: hour!, minute: minute!, second: second! }, zone) ?? 'invalid';
  }
  const day = { now: 0, today: 0, yesterday: -86_400, tomorrow: 86_400 }[words];
  if (day !== undefined) return nowSeconds + day;
  const relative = /^(?:now\s*)?([+-]?\s*\d+)\s*([a-z]+?)s?(\s+ago)?$/.exec(words);
  const unit = relative && UNITS[relative[2]!];
  if (relative && unit) return nowSeconds + Number(relative[1]!.replace(/\s/g, '')) * unit * (relative[3] ? -1 : 1);
  return KNOWN_WORDS.test(words) ? 'not here' : 'invalid';
}

function* runDate(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, date, argv, { usage: '[OPTION]... [+FORMAT]' });
  if (typeof opts === 'number') return opts;
  const tz = sys.env.get('TZ');
  const zone = opts.has('u') ? UTC : zoneOf(tz);
  if (!zone) return yield* notHere(sys, 'date', `TZ=${tz}`);
  const [first, second] = opts.operands;
  if (second !== undefined) return yield* wrongUsage(sys, 'date', `extra operand ${quote(second)}`);
  const format = first?.startsWith('+') ? first.slice(1) : formatOf(opts);
  if (format === undefined) return yield* wrongUsage(sys, 'date', `invalid argument ${quote(isoOf(opts) ?? '')}`);
  if (first !== undefined && !first.startsWith('+')) {
    if (/^\d{8}(\d\d)?(\d\d)?(\.\d\d)?$/.test(first)) return yield* notHere(sys, 'date', first);
    yield* err(sys, `date: invalid date ${quote(first)}\n`);
    return 1;
  }
  const moment = yield* momentOf(sys, opts, zone);
  if (typeof moment === 'number') return moment;
  yield* out(sys, `${strftime(format, moment)}\n`);
  return 0;
}

const isoOf = (opts: Parsed): string | undefined => opts.value('I') ?? opts.value('rfc-3339');

function formatOf(opts: Parsed): string | undefined {
  if (opts.has('I')) return ISO[opts.value('I') ?? 'date'];
  if (opts.has('rfc-3339')) return RFC_3339[opts.value('rfc-3339')!];
  return opts.has('R') ? '%a, %d %b %Y %H:%M:%S %z' : '%a %b %e %H:%M:%S %Z %Y';
}

function* momentOf(sys: Sys, opts: Parsed, zone: Zone): Program<Moment | number> {
  const file = opts.value('r');
  if (file !== undefined) {
    const stat = sys.stat(file);
    if (isErrno(stat)) {
      yield* err(sys, `date: ${file}: ${strerror(stat)}\n`);
      return 1;
    }
    return at(sys, stat.modifiedUs, zone);
  }
  const text = opts.value('d');
  if (text === undefined) return at(sys, sys.nowUs, zone);
  const epochSeconds = parseDate(text, sys.epochSeconds, zone);
  if (epochSeconds === 'not here') return yield* notHere(sys, 'date', `-d ${quote(text)}`);
  if (epochSeconds === 'invalid') {
    yield* err(sys, `date: invalid date ${quote(text)}\n`);
    return 1;
  }
  return { epochSeconds, nanoseconds: 0, zone };
}

/** A time of the simulator's clock as a moment. */
function at(sys: Sys, timeUs: number, zone: Zone): Moment {
  const seconds = Math.floor(timeUs / SECOND);
  const bootSeconds = sys.epochSeconds - Math.floor(sys.nowUs / SECOND);
  return { epochSeconds: bootSeconds + seconds, nanoseconds: (timeUs - seconds * SECOND) * 1000, zone };
}
