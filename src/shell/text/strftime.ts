// strftime(3) as GNU date extends it, in the C locale: conversions, the flags - _ 0 ^ # +, a width, and %N.

import { localTime, twoDigits, type LocalTime } from './calendar.ts';

/** A time zone: how far east of Greenwich, and its short name. */
export interface Zone {
  readonly offsetSeconds: number;
  readonly name: string;
}

export const BEIJING: Zone = { offsetSeconds: 8 * 3600, name: 'CST' };
export const UTC: Zone = { offsetSeconds: 0, name: 'UTC' };

export interface Moment {
  readonly epochSeconds: number;
  readonly nanoseconds: number;
  readonly zone: Zone;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** The civil time in `zone`; calendar.ts counts in Beijing's. */
export const civil = (epochSeconds: number, zone: Zone): LocalTime =>
  localTime(epochSeconds + zone.offsetSeconds - BEIJING.offsetSeconds);

const daysOf = (epochSeconds: number, zone: Zone): number => Math.floor((epochSeconds + zone.offsetSeconds) / 86_400);

/** 0 = Sunday; 1 January 1970 was a Thursday. */
const weekdayOf = (days: number): number => (((days + 4) % 7) + 7) % 7;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** ISO 8601: the week's year and number, weeks beginning on Monday, the first with at least four days. */
function isoWeek(year: number, dayOfYear: number, weekday: number): readonly [year: number, week: number] {
  const monday = (weekday + 6) % 7;
  const week = Math.floor((dayOfYear - monday + 10) / 7);
  if (week < 1) {
    const before = year - 1;
    return isoWeek(before, dayOfYear + (isLeap(before) ? 366 : 365), weekday);
  }
  const length = isLeap(year) ? 366 : 365;
  return week === 53 && dayOfYear - monday + 3 > length ? [year + 1, 1] : [year, week];
}

interface Field {
  readonly text: string;
  /** Numbers are padded, with zeros or (for some) blanks. */
  readonly pad?: { readonly char: string; readonly width: number };
}

const number = (value: number, width = 2, char = '0'): Field => ({ text: String(value), pad: { char, width } });

function field(conversion: string, at: Moment): Field | undefined {
  const { epochSeconds, zone } = at;
  const time = civil(epochSeconds, zone);
  const days = daysOf(epochSeconds, zone);
  const weekday = weekdayOf(days);
  const newYear = new NewYear(time.year).days;
  const dayOfYear = days - newYear + 1;
  const hour12 = time.hour % 12 === 0 ? 12 : time.hour % 12;
  const format = (text: string): Field => ({ text: strftime(text, at) });
  const fields: Readonly<Record<string, () => Field>> = {
    a: () => ({ text: DAYS[weekday]!.slice(0, 3) }),
    A: () => ({ text: DAYS[weekday]! }),
    b: () => ({ text: time.monthName }),
    B: () => ({ text: MONTHS[time.month - 1]! }),
    c: () => format('%a %b %e %H:%M:%S %Y'),
    C: () => number(Math.floor(time.year / 100)),
    d: () => number(time.day),
    D: () => format('%m/%d/%y'),
    e: () => number(time.day, 2, ' '),
    F: () => format('%Y-%m-%d'),
    g: () => number(isoWeek(time.year, dayOfYear, weekday)[0] % 100),
    G: () => number(isoWeek(time.year, dayOfYear, weekday)[0], 4),
    h: () => ({ text: time.monthName }),
    H: () => number(time.hour),
    I: () => number(hour12),
    j: () => number(dayOfYear, 3),
    k: () => number(time.hour, 2, ' '),
    l: () => number(hour12, 2, ' '),
    m: () => number(time.month),
    M: () => number(time.minute),
    n: () => ({ text: '\n' }),
    N: () => ({ text: String(at.nanoseconds).padStart(9, '0') }),
    p: () => ({ text: time.hour < 12 ? 'AM' : 'PM' }),
    P: () => ({ text: time.hour < 12 ? 'am' : 'pm' }),
    q: () => number(Math.ceil(time.month / 3), 1),
    r: () => format('%I:%M:%S %p'),
    R: () => format('%H:%M'),
    s: () => number(epochSeconds, 1),
    S: () => number(time.second),
    t: () => ({ text: '\t' }),
    T: () => format('%H:%M:%S'),
    u: () => number(weekday === 0 ? 7 : weekday, 1),
    U: () => number(Math.floor((dayOfYear + 6 - weekday) / 7)),
    V: () => number(isoWeek(time.year, dayOfYear, weekday)[1]),
    w: () => number(weekday, 1),
    W: () => number(Math.floor((dayOfYear + 6 - ((weekday + 6) % 7)) / 7)),
    x: () => format('%m/%d/%y'),
    X: () => format('%H:%M:%S'),
    y: () => number(time.year % 100),
    Y: () => number(time.year, 4),
    z: () => ({ text: offset(zone, '') }),
    ':z': () => ({ text: offset(zone, ':') }),
    '::z': () => ({ text: `${offset(zone, ':')}:00` }),
    Z: () => ({ text: zone.name }),
    '%': () => ({ text: '%' }),
  };
  return Object.hasOwn(fields, conversion) ? fields[conversion]!() : undefined;
}

/** The first day of a year, in days since 1970. */
class NewYear {
  readonly days: number;
  constructor(year: number) {
    const before = year - 1;
    const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
    this.days = 365 * (year - 1970) + leaps - 477;
  }
}

/** Seconds since 1970 of a civil time in `zone`; undefined for a date that is not in the calendar. */
export function epochOf(
  { year, month, day, hour, minute, second }: Omit<LocalTime, 'monthName' | 'weekday'>,
  zone: Zone,
): number | undefined {
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = lengths[month - 1];
  if (length === undefined || day < 1 || day > length || hour > 23 || minute > 59 || second > 60) return undefined;
  const days = new NewYear(year).days + lengths.slice(0, month - 1).reduce((sum, one) => sum + one, 0) + day - 1;
  return days * 86_400 + hour * 3600 + minute * 60 + second - zone.offsetSeconds;
}

function offset({ offsetSeconds }: Zone, between: string): string {
  const minutes = Math.floor(Math.abs(offsetSeconds) / 60);
  return `${offsetSeconds < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}${between}${twoDigits(minutes % 60)}`;
}

/** Of a moment in Beijing: bash's %(…)T and prompts. */
export const strftimeHere = (format: string, epochSeconds: number): string =>
  strftime(format, { epochSeconds, nanoseconds: 0, zone: BEIJING });

export function strftime(format: string, at: Moment): string {
  return format.replace(
    /%([-_0^#+]*)(\d*)(::?z|[A-Za-z%])/g,
    (whole, flags: string, width: string, conversion: string) => {
      const found = field(conversion, at);
      if (!found) return whole;
      const flag = /.*([-_0])/.exec(flags)?.[1];
      let { text } = found;
      if (conversion === 'N') return nanoseconds(text, flag, width);
      const char = flag === '_' ? ' ' : flag === '0' ? '0' : (found.pad?.char ?? ' ');
      const least = width === '' ? (found.pad?.width ?? 0) : Number(width);
      if (flag !== '-') text = text.padStart(least, char);
      if (flags.includes('^')) return text.toUpperCase();
      if (flags.includes('#'))
        return conversion === 'Z' || conversion === 'p' ? text.toLowerCase() : text.toUpperCase();
      return text;
    },
  );
}

/** %N: the width says how many of the nine digits. */
function nanoseconds(digits: string, flag: string | undefined, width: string): string {
  if (width !== '') return digits.slice(0, Number(width)).padEnd(Number(width), '0');
  return flag === '-' ? digits.replace(/0+$/, '') || '0' : digits;
}
