// The VIP's mark in a terminal: wherever a listing shows a service's address, it has a dotted line under it, as words
// of the glossary have. Only what is drawn changes; what the lab sent and what is copied stay as they are.

const DOTTED = '\x1b[4:4m';
const PLAIN = '\x1b[24m';

/** A function that marks those addresses in terminal output. Not inside of a longer address: 10.10.10.1 is not in 10.10.10.100. */
export function vipMarker(vips: readonly string[]): (text: string) => string {
  if (vips.length === 0) return (text) => text;
  const anyVip = new RegExp(
    `(?<![\\d.])(?:${vips.map((vip) => vip.replaceAll('.', '\\.')).join('|')})(?!\\d|\\.\\d)`,
    'g',
  );
  return (text) => text.replace(anyVip, `${DOTTED}$&${PLAIN}`);
}
