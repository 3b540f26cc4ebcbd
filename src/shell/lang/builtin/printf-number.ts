// C's conversions of numbers, and padding (printf(3)).

export interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

export function pad(text: string, { flags, width }: Directive, length = text.length): string {
  const fill = ' '.repeat(Math.max(0, Math.min(width, 1_000_000) - length));
  return flags.includes('-') ? text + fill : fill + text;
}

/** Zeros go between the sign or base and the digits. */
function padNumber(sign: string, digits: string, directive: Directive, zeros: boolean): string {
  const { flags, width } = directive;
  if (zeros && flags.includes('0') && !flags.includes('-'))
    return sign + digits.padStart(Math.min(width, 1_000_000) - sign.length, '0');
  return pad(sign + digits, directive);
}

const signOf = (negative: boolean, flags: string): string =>
  negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';

export function formatInteger(value: bigint, directive: Directive): string {
  const { flags, precision, type } = directive;
  const signed = type === 'd' || type === 'i';
  const magnitude = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const base = type === 'o' ? 8 : type === 'x' || type === 'X' ? 16 : 10;
  let digits = magnitude.toString(base);
  if (type === 'X') digits = digits.toUpperCase();
  if (precision !== undefined && precision >= 0)
    digits = precision === 0 && value === 0n ? '' : digits.padStart(precision, '0');
  if (flags.includes('#') && type === 'o' && !digits.startsWith('0')) digits = `0${digits}`;
  const prefix = flags.includes('#') && base === 16 && value !== 0n ? `0${type}` : '';
  const sign = signed ? signOf(value < 0n, flags) : prefix;
  return padNumber(sign, digits, directive, precision === undefined || precision < 0);
}

export function formatFloat(value: number, directive: Directive): string {
  const { flags, type } = directive;
  const precision =
    directive.precision === undefined || directive.precision < 0 ? 6 : Math.min(directive.precision, 100);
  const negative = value < 0 || Object.is(value, -0);
  const magnitude = Math.abs(value);
  const sign = signOf(negative, flags);
  const upper = type === type.toUpperCase();
  const cased = (text: string) => (upper ? text.toUpperCase() : text);
  if (!Number.isFinite(value)) return pad(sign + cased(Number.isNaN(value) ? 'nan' : 'inf'), directive);
  let text: string;
  switch (type.toLowerCase()) {
    case 'f':
      text = fixed(magnitude, precision);
      break;
    case 'e':
      text = exponential(magnitude, precision);
      break;
    case 'a':
      text = hexadecimal(magnitude);
      break;
    default:
      text = general(magnitude, precision, flags.includes('#'));
  }
  return padNumber(sign, cased(text), directive, true);
}

/** toFixed is exact only below 1e21. */
function fixed(value: number, precision: number): string {
  if (value < 1e21) return value.toFixed(precision);
  const whole = BigInt(value).toString();
  return precision > 0 ? `${whole}.${'0'.repeat(precision)}` : whole;
}

const exponential = (value: number, precision: number): string =>
  value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');

function general(value: number, precision: number, keepZeros: boolean): string {
  const digits = precision || 1;
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  const scientific = exponent < -4 || exponent >= digits;
  const text = scientific ? exponential(value, digits - 1) : value.toFixed(Math.max(0, digits - 1 - exponent));
  if (keepZeros || !text.includes('.')) return text;
  return text.replace(/\.?0+(?=e|$)/, '');
}

function hexadecimal(value: number): string {
  if (value === 0) return '0x0p+0';
  let exponent = Math.floor(Math.log2(value));
  let mantissa = value / 2 ** exponent;
  if (mantissa >= 2) {
    mantissa /= 2;
    exponent++;
  }
  const digits = mantissa.toString(16);
  return `0x${digits}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}
