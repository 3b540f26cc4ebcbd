// The words of systemctl and journalctl that need arithmetic: times, how long ago, how a process ended.

import { SECOND } from '../../../base/time.ts';
import type { ChildEnd, Sys } from '../../../host/sys.ts';

import { localTime, twoDigits } from '../../text/calendar.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const BEIJING_SECONDS = 8 * 3600;

const epochAt = (sys: Sys, atUs: number): number =>
  sys.epochSeconds - Math.floor(sys.nowUs / SECOND) + Math.floor(atUs / SECOND);

const clock = (epochSeconds: number): string => {
  const { hour, minute, second } = localTime(epochSeconds);
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
};

/** Wed 2019-01-16 09:30:05 CST */
export function longTime(sys: Sys, atUs: number): string {
  const epoch = epochAt(sys, atUs);
  const { year, month, day } = localTime(epoch);
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor((epoch + BEIJING_SECONDS) / 86_400) + 4) % 7;
  return `${WEEKDAYS[weekday]} ${year}-${twoDigits(month)}-${twoDigits(day)} ${clock(epoch)} CST`;
}

/** Jan 16 09:30:05 */
export function logTime(sys: Sys, atUs: number): string {
  const epoch = epochAt(sys, atUs);
  const { monthName, day } = localTime(epoch);
  return `${monthName} ${twoDigits(day)} ${clock(epoch)}`;
}

/** As systemd's format_timestamp_relative: the two largest units. */
export function ago(sys: Sys, atUs: number): string {
  const us = sys.nowUs - atUs;
  const seconds = Math.floor(us / SECOND);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} day${days === 1 ? '' : 's'}${hours > 0 ? ` ${hours}h` : ''} ago`;
  if (hours > 0) return `${hours}h${minutes > 0 ? ` ${minutes}min` : ''} ago`;
  if (minutes >= 5) return `${minutes}min ago`;
  if (minutes > 0) return `${minutes}min${seconds % 60 > 0 ? ` ${seconds % 60}s` : ''} ago`;
  return seconds > 0
    ? `${seconds}s ago`
    : us >= 1000
      ? `${Math.floor(us / 1000)}ms ago`
      : us > 0
        ? `${us}us ago`
        : 'now';
}

const EXIT_WORDS: Readonly<Record<number, string>> = {
  0: 'SUCCESS',
  1: 'FAILURE',
  2: 'INVALIDARGUMENT',
  3: 'NOTIMPLEMENTED',
  4: 'NOPERMISSION',
  5: 'NOTINSTALLED',
  6: 'NOTCONFIGURED',
  7: 'NOTRUNNING',
  203: 'EXEC',
};

/** code=exited, status=1/FAILURE */
export function endWords({ status, signal }: ChildEnd): string {
  if (signal) return `code=killed, signal=${signal.slice('SIG'.length)}`;
  const word = EXIT_WORDS[status];
  return `code=exited, status=${status}${word ? `/${word}` : ''}`;
}
