// strftime(3) in the C locale and the lab's time zone, from seconds since 1970: for printf's %(…)T and the prompt's \D{…}.

import { localTime, type LocalTime } from '../../text/calendar.ts';

const ZONE_SECONDS = 8 * 3600;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

type Broken = LocalTime & { readonly weekday: number; readonly yearDay: number };

function broken(seconds: number): Broken {
  const time = localTime(seconds);
  const days = Math.floor((seconds + ZONE_SECONDS) / 86_400);
  const leap = (time.year % 4 === 0 && time.year % 100 !== 0) || time.year % 400 === 0;
  const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][time.month - 1]!;
  return {
    ...time,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: before + time.day + (leap && time.month > 2 ? 1 : 0),
  };
}

const two = (n: number): string => String(n).padStart(2, '0');
const twelve = (hour: number): number => hour % 12 || 12;

export function strftime(format: string, seconds: number): string {
  const t = broken(seconds);
  const expand = (text: string): string =>
    text.replace(/%[-_0^#]?([A-Za-z%])/g, (all, letter: string) => one(t, letter, all, expand, seconds));
  return expand(format);
}

function one(t: Broken, letter: string, all: string, expand: (text: string) => string, seconds: number): string {
  const unpadded = (text: string) => (all[1] === '-' ? text.replace(/^[0 ]+(?=.)/, '') : text);
  const values: Record<string, () => string> = {
    a: () => DAYS[t.weekday]!.slice(0, 3),
    A: () => DAYS[t.weekday]!,
    b: () => MONTHS[t.month - 1]!.slice(0, 3),
    B: () => MONTHS[t.month - 1]!,
    c: () => expand('%a %b %e %H:%M:%S %Y'),
    C: () => two(Math.floor(t.year / 100)),
    d: () => two(t.day),
    D: () => expand('%m/%d/%y'),
    e: () => String(t.day).padStart(2),
    F: () => expand('%Y-%m-%d'),
    h: () => MONTHS[t.month - 1]!.slice(0, 3),
    H: () => two(t.hour),
    I: () => two(twelve(t.hour)),
    j: () => String(t.yearDay).padStart(3, '0'),
    k: () => String(t.hour).padStart(2),
    l: () => String(twelve(t.hour)).padStart(2),
    m: () => two(t.month),
    M: () => two(t.minute),
    n: () => '\n',
    p: () => (t.hour < 12 ? 'AM' : 'PM'),
    r: () => expand('%I:%M:%S %p'),
    R: () => expand('%H:%M'),
    s: () => String(seconds),
    S: () => two(t.second),
    t: () => '\t',
    T: () => expand('%H:%M:%S'),
    u: () => String(t.weekday || 7),
    w: () => String(t.weekday),
    x: () => expand('%m/%d/%y'),
    X: () => expand('%H:%M:%S'),
    y: () => two(t.year % 100),
    Y: () => String(t.year),
    z: () => '+0800',
    Z: () => 'CST',
    '%': () => '%',
  };
  const value = values[letter];
  return value ? unpadded(value()) : all;
}
