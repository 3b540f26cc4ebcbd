// Dates in the lab's time zone, Beijing, from seconds since 1970: what ls -l and others print.

const ZONE_SECONDS = 8 * 3600;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface LocalTime {
  readonly year: number;
  /** 1 … 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Jan … Dec */
  readonly monthName: string;
}

/** Days since 1970 → civil date, by eras of 400 years (H. Hinnant's days_from_civil turned round). */
export function localTime(epochSeconds: number): LocalTime {
  const local = Math.floor(epochSeconds) + ZONE_SECONDS;
  const days = Math.floor(local / 86_400);
  const second = local - days * 86_400;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1,
    hour: Math.floor(second / 3600),
    minute: Math.floor(second / 60) % 60,
    second: second % 60,
    monthName: MONTHS[month - 1]!,
  };
}

export const twoDigits = (n: number): string => String(n).padStart(2, '0');
