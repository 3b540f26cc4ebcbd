// printf's floating-point conversions, %e %f %g with flags, width and precision, for seq -f.

export interface FloatFormat {
  readonly before: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
  readonly after: string;
}

export function readFormat(text: string): FloatFormat | { readonly wrong: string } {
  const plain = text.replaceAll('%%', '\0\0');
  const at = plain.indexOf('%');
  const undo = (piece: string) => piece.replaceAll('\0\0', '%');
  if (at < 0) return { wrong: `format '${text}' has no % directive` };
  const found = /^%([-+#0 ']*)(\d*)(?:\.(\d*))?L?(.?)/.exec(plain.slice(at))!;
  const [all, flags = '', width = '', precision, conversion = ''] = found;
  if (conversion === '') return { wrong: `format '${text}' ends in %` };
  if (!'efgaEFGA'.includes(conversion)) return { wrong: `format '${text}' has unknown %${conversion} directive` };
  const after = plain.slice(at + all.length);
  if (after.includes('%')) return { wrong: `format '${text}' has too many % directives` };
  return {
    before: undo(plain.slice(0, at)),
    flags,
    width: Number(width),
    precision: precision === undefined ? undefined : Number(precision),
    conversion,
    after: undo(after),
  };
}

/** %g drops trailing zeros and takes the shorter of %e and %f by the exponent. */
function general(value: number, precision: number, keepZeros: boolean): string {
  const digits = precision === 0 ? 1 : precision;
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  const fixed = exponent >= -4 && exponent < digits;
  const text = fixed ? value.toFixed(digits - 1 - exponent) : exponential(value, digits - 1);
  if (keepZeros || !text.includes('.')) return text;
  return fixed ? text.replace(/\.?0+$/, '') : text.replace(/\.?0+e/, 'e');
}

const exponential = (value: number, precision: number): string =>
  value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');

export function formatFloat(format: FloatFormat, value: number): string {
  const precision = format.precision ?? 6;
  const kind = format.conversion.toLowerCase();
  const size = Math.abs(value);
  let text =
    kind === 'f'
      ? size.toFixed(precision)
      : kind === 'e'
        ? exponential(size, precision)
        : general(size, precision, format.flags.includes('#'));
  if (!Number.isFinite(value)) text = 'inf';
  if (format.conversion !== kind) text = text.toUpperCase();
  const sign = value < 0 ? '-' : format.flags.includes('+') ? '+' : format.flags.includes(' ') ? ' ' : '';
  const room = format.width - sign.length;
  const padded = format.flags.includes('-')
    ? (sign + text).padEnd(format.width)
    : format.flags.includes('0')
      ? sign + text.padStart(room, '0')
      : (sign + text).padStart(format.width);
  return format.before + padded + format.after;
}
