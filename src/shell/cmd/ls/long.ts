// The long format of ls: mode, links, owner, group, size, time, name, every column as wide as its widest.

import { isErrno } from '../../../base/errno.ts';
import { SECOND } from '../../../base/time.ts';
import type { Stat, Sys } from '../../../host/sys.ts';
import { localTime, twoDigits } from '../../text/calendar.ts';
import { humanSize } from '../../text/human.ts';

const KIND_LETTER: Readonly<Record<Stat['kind'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  device: 'c',
  pipe: 'p',
  socket: 's',
};

export function modeString(stat: Stat): string {
  const bits = (shift: number, special: number, letter: string): string => {
    const three = (stat.mode >> shift) & 7;
    const set = (stat.mode & special) !== 0;
    const execute = three & 1 ? (set ? letter : 'x') : set ? letter.toUpperCase() : '-';
    return `${three & 4 ? 'r' : '-'}${three & 2 ? 'w' : '-'}${execute}`;
  };
  return KIND_LETTER[stat.kind] + bits(6, 0o4000, 's') + bits(3, 0o2000, 's') + bits(0, 0o1000, 't');
}

/** Number → name, from /etc/passwd or /etc/group. */
export function nameOfId(sys: Sys, file: '/etc/passwd' | '/etc/group', id: number): string {
  const text = sys.readFile(file);
  if (isErrno(text)) return String(id);
  const line = text.split('\n').find((row) => row.split(':')[2] === String(id));
  return line?.split(':')[0] ?? String(id);
}

export interface LongRow {
  readonly stat: Stat;
  readonly name: string;
}

export interface LongStyle {
  readonly human: 1024 | 1000 | undefined;
  readonly numericIds: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly inode: boolean;
  readonly blocks: boolean;
  /** full: --full-time; iso, long-iso: --time-style. */
  readonly time: 'locale' | 'full-iso' | 'long-iso' | 'iso';
}

/** Kilobytes on disk: whole blocks of 4 kB. */
export const blocksOf = (stat: Stat): number =>
  stat.kind === 'file' ? Math.ceil(stat.size / 4096) * 4 : stat.kind === 'directory' ? 4 : 0;

const HALF_YEAR_SECONDS = 31_556_952 / 2;

function timeText(sys: Sys, stat: Stat, style: LongStyle['time']): string {
  const then = sys.epochSeconds + Math.floor((stat.modifiedUs - sys.nowUs) / SECOND);
  const { year, month, day, hour, minute, second, monthName } = localTime(then);
  const clock = `${twoDigits(hour)}:${twoDigits(minute)}`;
  const date = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
  const age = sys.epochSeconds - then;
  const recent = age >= 0 && age < HALF_YEAR_SECONDS;
  if (style === 'long-iso') return `${date} ${clock}`;
  if (style === 'iso') return recent ? `${date.slice(5)} ${clock}` : `${date} `;
  if (style === 'full-iso') {
    const nanos = (((stat.modifiedUs % SECOND) + SECOND) % SECOND) * 1000;
    return `${date} ${clock}:${twoDigits(second)}.${String(nanos).padStart(9, '0')} +0800`;
  }
  return `${monthName} ${String(day).padStart(2)} ${recent ? clock : String(year).padStart(5)}`;
}

export function printLong(sys: Sys, rows: readonly LongRow[], style: LongStyle): string {
  const ids = new Map<string, string>();
  const named = (file: '/etc/passwd' | '/etc/group', id: number): string => {
    if (style.numericIds) return String(id);
    const key = file + id;
    if (!ids.has(key)) ids.set(key, nameOfId(sys, file, id));
    return ids.get(key)!;
  };
  const size = (bytes: number) => (style.human ? humanSize(bytes, style.human) : String(bytes));
  const cells = rows.map(({ stat }) => [
    style.inode ? String(stat.inode) : '',
    style.blocks ? (style.human ? humanSize(blocksOf(stat) * 1024, style.human) : String(blocksOf(stat))) : '',
    modeString(stat),
    String(stat.links),
    style.owner ? named('/etc/passwd', stat.uid) : '',
    style.group ? named('/etc/group', stat.gid) : '',
    size(stat.size),
    timeText(sys, stat, style.time),
  ]);
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const leftAligned = (column: number) => column === 2 || column === 4 || column === 5;
  return rows
    .map(({ name }, i) => {
      const shown = cells[i]!.map((text, column) =>
        leftAligned(column) ? text.padEnd(widths[column]!) : text.padStart(widths[column]!),
      ).filter((_, column) => widths[column]! > 0);
      return `${shown.join(' ')} ${name}\n`;
    })
    .join('');
}
