// uptime (procps-ng): how long the machine has been on. The load is what /proc/loadavg says; the terminal's user is nobody's
// login session.

import { isErrno } from '../../../base/errno.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { absent, row } from '../../option.ts';
import { localTime, twoDigits } from '../../text/calendar.ts';

const USAGE = `
Usage:
 uptime [options]

Options:
 -p, --pretty   show uptime in pretty format
 -h, --help     display this help and exit
 -s, --since    system up since
 -V, --version  output version information and exit

For more details see uptime(1).
`;

export const uptime: Command = {
  name: 'uptime',
  summary: { zh: '显示开机时间', en: 'Tell how long the system has been running.' },
  options: [
    row('-p, --pretty', 'show uptime in pretty format', '易读格式'),
    row('-s, --since', 'system up since', '开机时刻'),
    row('-h, --help', 'display this help and exit', '显示用法'),
    absent('-V, --version', 'output version information and exit', '显示版本'),
  ],
  main: runUptime,
};

const clock = (epochSeconds: number): string => {
  const { hour, minute, second } = localTime(epochSeconds);
  return [hour, minute, second].map(twoDigits).join(':');
};

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

function* runUptime(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, uptime, argv, { hint: USAGE, help: USAGE });
  if (typeof opts === 'number') return opts;
  if (opts.has('h')) {
    yield* out(sys, USAGE);
    return 0;
  }
  const text = sys.readFile('/proc/uptime');
  const seconds = isErrno(text) ? 0 : Math.floor(Number(text.split(' ')[0]));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (opts.has('s')) {
    const { year, month, day } = localTime(sys.epochSeconds - seconds);
    yield* out(sys, `${year}-${twoDigits(month)}-${twoDigits(day)} ${clock(sys.epochSeconds - seconds)}\n`);
    return 0;
  }
  if (opts.has('p')) {
    const parts = [days > 0 && plural(days, 'day'), hours > 0 && plural(hours, 'hour')].filter(
      (part) => part !== false,
    );
    if (minutes > 0 || parts.length === 0) parts.push(plural(minutes, 'minute'));
    yield* out(sys, `up ${parts.join(', ')}\n`);
    return 0;
  }
  const loads = sys.readFile('/proc/loadavg');
  const load = isErrno(loads) ? '' : loads.split(' ').slice(0, 3).join(', ');
  const up = `${days > 0 ? `${plural(days, 'day')}, ` : ''}${hours > 0 ? `${String(hours).padStart(2)}:${twoDigits(minutes)}` : `${minutes} min`}`;
  yield* out(sys, ` ${clock(sys.epochSeconds)} up ${up},  0 user,  load average: ${load}\n`);
  return 0;
}
