// Dates in the lab's time zone, Beijing, from seconds since 1970: what ls -l and others print.

import { calendarOf, type Calendar } from '../../base/calendar.ts';

const ZONE_SECONDS = 8 * 3600;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface LocalTime extends Calendar {
  /** Jan … Dec */
  readonly monthName: string;
}

export function localTime(epochSeconds: number): LocalTime {
  const local = calendarOf(Math.floor(epochSeconds) + ZONE_SECONDS);
  return { ...local, monthName: MONTHS[local.month - 1]! };
}

export const twoDigits = (n: number): string => String(n).padStart(2, '0');
