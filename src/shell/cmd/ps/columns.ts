// The columns of ps: header, width and text of each, as procps-ng prints them.

import { SECOND } from '../../../base/time.ts';
import type { ProcessInfo, Sys } from '../../../host/sys.ts';
import { localTime, twoDigits } from '../../text/calendar.ts';

export interface View {
  readonly sys: Sys;
  /** The terminal's foreground group: its processes have a + in STAT. */
  readonly foreground: number;
}

export interface Column {
  readonly header: string;
  readonly width: number;
  /** Text to the left; the last such column is not padded. */
  readonly left: boolean;
  text(one: ProcessInfo, view: View): string;
  /** The command's name, for -C. */
  name(one: ProcessInfo): string;
}

const commOf = ({ argv }: ProcessInfo): string => (argv[0] ?? '').replace(/^.*\//, '').replace(/^-/, '').slice(0, 15);

const argsOf = (one: ProcessInfo): string =>
  one.state === 'zombie' ? `[${commOf(one)}] <defunct>` : one.argv.join(' ');

function stat(one: ProcessInfo, { foreground }: View): string {
  const letter = { running: 'R', sleeping: 'S', zombie: 'Z' }[one.state];
  const leader = one.pid === one.group && one.parent <= 1 ? 's' : '';
  return `${letter}${leader}${one.tty !== undefined && one.group === foreground ? '+' : ''}`;
}

const startedAt = (one: ProcessInfo, { sys }: View): number =>
  sys.epochSeconds - Math.floor((sys.nowUs - one.startedUs) / SECOND);

/** HH:MM for the last day, MonDD before. */
function started(one: ProcessInfo, view: View): string {
  const at = startedAt(one, view);
  const { hour, minute, monthName, day } = localTime(at);
  return view.sys.epochSeconds - at < 86_400
    ? `${twoDigits(hour)}:${twoDigits(minute)}`
    : `${monthName}${twoDigits(day)}`;
}

function elapsed(one: ProcessInfo, { sys }: View): string {
  const seconds = Math.floor((sys.nowUs - one.startedUs) / SECOND);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const rest = `${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
  return `${days > 0 ? `${days}-` : ''}${days + hours > 0 ? `${twoDigits(hours)}:` : ''}${rest}`;
}

const column = (header: string, width: number, left: boolean, text: Column['text']): Column => ({
  header,
  width,
  left,
  text,
  name: commOf,
});

const tty = column('TTY', 8, true, (one) => one.tty ?? '?');
const comm = column('COMMAND', 15, true, (one) => (one.state === 'zombie' ? `${commOf(one)} <defunct>` : commOf(one)));
const args = column('COMMAND', 27, true, argsOf);
const user = column('USER', 8, true, () => 'root');

export const COLUMNS: Readonly<Record<string, Column>> = {
  '%cpu': column('%CPU', 4, false, () => '0.0'),
  '%mem': column('%MEM', 4, false, () => '0.0'),
  args: { ...args, header: 'CMD' },
  bsdtime: column('TIME', 6, false, () => '0:00'),
  c: column('C', 2, false, () => '0'),
  cmd: { ...args, header: 'CMD' },
  comm,
  command: args,
  etime: column('ELAPSED', 11, false, elapsed),
  euser: user,
  pgid: column('PGID', 5, false, ({ group }) => String(group)),
  pid: column('PID', 5, false, ({ pid }) => String(pid)),
  ppid: column('PPID', 5, false, ({ parent }) => String(parent)),
  rss: column('RSS', 5, false, () => '0'),
  s: column('S', 1, true, (one, view) => stat(one, view)[0]!),
  start: column('START', 5, false, started),
  stat: column('STAT', 4, true, stat),
  stime: column('STIME', 5, false, started),
  time: column('TIME', 8, false, () => '00:00:00'),
  tty,
  tty8: tty,
  ucmd: { ...comm, header: 'CMD' },
  uid: column('UID', 5, false, () => '0'),
  uid_hack: column('UID', 8, true, () => 'root'),
  user,
  vsz: column('VSZ', 6, false, () => '0'),
};
