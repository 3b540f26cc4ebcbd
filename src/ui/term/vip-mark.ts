// The VIP's mark in a terminal: wherever a listing shows a service's address, it is set dark like the lozenge on the stage. Only
// what is drawn changes; what the lab sent and what is copied stay as they are.

const INVERSE = '\x1b[7m';
const UPRIGHT = '\x1b[27m';

/** A function that marks those addresses in terminal output. Not inside of a longer address: 10.10.10.1 is not in 10.10.10.100. */
export function vipMarker(vips: readonly string[]): (text: string) => string {
  if (vips.length === 0) return (text) => text;
  const anyVip = new RegExp(
    `(?<![\\d.])(?:${vips.map((vip) => vip.replaceAll('.', '\\.')).join('|')})(?!\\d|\\.\\d)`,
    'g',
  );
  return (text) => text.replace(anyVip, `${INVERSE}$&${UPRIGHT}`);
}
