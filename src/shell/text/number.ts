// Numbers as GNU tools read them from a command line: counts with multiplier suffixes, durations.

const MULTIPLIERS: Readonly<Record<string, number>> = {
  '': 1,
  b: 512,
  kB: 1000,
  k: 1024,
  K: 1024,
  KiB: 1024,
  MB: 1000 ** 2,
  M: 1024 ** 2,
  MiB: 1024 ** 2,
  m: 1024 ** 2,
  GB: 1000 ** 3,
  G: 1024 ** 3,
  GiB: 1024 ** 3,
};

/** `10`, `2k`, `1MB`; undefined for anything else. A sign is the caller's matter. */
export function parseCount(text: string): number | undefined {
  const parts = /^(\d+)(\w*)$/.exec(text);
  const multiplier = parts && MULTIPLIERS[parts[2]!];
  return multiplier ? Number(parts[1]) * multiplier : undefined;
}

/** A whole decimal number without a suffix, or undefined. */
export const parseWhole = (text: string): number | undefined => (/^\+?\d+$/.test(text) ? Number(text) : undefined);

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** `0.5`, `2m`, `1e-3h`: seconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const parts = /^(\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)([smhd]?)$/i.exec(text);
  if (!parts) return undefined;
  const scale = SECONDS[parts[2]!];
  if (scale === undefined) return undefined;
  return parts[1]!.toLowerCase().startsWith('inf') ? Infinity : Number(parts[1]) * scale;
}
