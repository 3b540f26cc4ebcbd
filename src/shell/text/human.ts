// Sizes as GNU's -h prints them (gnulib human_readable, rounding up): 999, 1.0K, 12M.

const UNITS = ['', 'K', 'M', 'G', 'T', 'P'];

export function humanSize(bytes: number, base = 1024): string {
  let unit = 0;
  let size = bytes;
  while (size >= base && unit < UNITS.length - 1) {
    size /= base;
    unit++;
  }
  if (unit === 0) return String(bytes);
  const tenths = Math.ceil(size * 10) / 10;
  if (tenths < 10) return `${tenths.toFixed(1)}${UNITS[unit]}`;
  const whole = Math.ceil(size);
  return whole >= base && unit < UNITS.length - 1 ? `1.0${UNITS[unit + 1]}` : `${whole}${UNITS[unit]}`;
}
