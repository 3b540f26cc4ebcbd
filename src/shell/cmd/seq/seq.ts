// seq (GNU coreutils 9.1): numbers from FIRST to LAST. Exact for decimal fractions; numbers with an exponent go through
// floating point as the real one's do.

import type { Sys } from '../../../host/sys.ts';
import { TURN, type Program } from '../../../sim/process.ts';
import { err, out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { row } from '../../option.ts';
import { quote } from '../../text/input.ts';
import { formatFloat, readFormat, type FloatFormat } from './format.ts';

export const seq: Command = {
  name: 'seq',
  summary: { zh: '输出数列', en: 'Print numbers from FIRST to LAST, in steps of INCREMENT.' },
  options: [
    row('-f, --format=FORMAT', 'use printf style floating-point FORMAT', 'printf 式的格式'),
    row('-s, --separator=STRING', 'use STRING to separate numbers (default: \\n)', '分隔符（默认换行）'),
    row('-w, --equal-width', 'equalize width by padding with leading zeroes', '前面补零使等宽'),
  ],
  main: runSeq,
};

const USAGE = '[OPTION]... LAST\n  or:  seq [OPTION]... FIRST LAST\n  or:  seq [OPTION]... FIRST INCREMENT LAST';

/** A number as it was written: its value in units of 10^-decimals. */
interface Written {
  readonly text: string;
  readonly value: number;
  readonly decimals: number;
  readonly exact: boolean;
}

function readNumber(text: string): Written | undefined {
  const parts = /^[ \t]*([+-]?)(?:(\d*)(?:\.(\d*))?(e[+-]?\d+)?|inf(?:inity)?)$/i.exec(text);
  if (!parts || !/\d|inf/i.test(text)) return undefined;
  const value = /inf/i.test(text) ? (text.includes('-') ? -Infinity : Infinity) : Number(text);
  const exponent = Number(parts[4]?.slice(1) ?? 0);
  const decimals = Math.max(0, (parts[3]?.length ?? 0) - exponent);
  return { text: text.trim(), value, decimals, exact: Number.isFinite(value) && parts[4] === undefined };
}

function* runSeq(sys: Sys, argv: readonly string[]): Program<number> {
  const guarded = guardNegatives(argv);
  const opts = yield* getopt(sys, seq, guarded, { usage: USAGE, inOrder: true });
  if (typeof opts === 'number') return opts;
  const { operands } = opts;
  if (operands.length === 0) return yield* wrongUsage(sys, 'seq', 'missing operand');
  if (operands.length > 3) return yield* wrongUsage(sys, 'seq', `extra operand ${quote(operands[3]!)}`);
  const format = opts.has('f') ? readFormat(opts.value('f')!) : undefined;
  if (format && 'wrong' in format) {
    yield* err(sys, `seq: ${format.wrong}\n`);
    return 1;
  }
  const numbers: Written[] = [];
  for (const text of operands) {
    const number = readNumber(text);
    if (!number) {
      const nan = /^[+-]?nan$/i.test(text) ? 'not-a-number' : 'floating point';
      return yield* wrongUsage(sys, 'seq', `invalid ${nan} argument: ${quote(text)}`);
    }
    numbers.push(number);
  }
  const one: Written = { text: '1', value: 1, decimals: 0, exact: true };
  const last = numbers.at(-1)!;
  const first = numbers.length > 1 ? numbers[0]! : one;
  const step = numbers.length > 2 ? numbers[1]! : one;
  if (step.value === 0) return yield* wrongUsage(sys, 'seq', `invalid Zero increment value: ${quote(step.text)}`);
  if (format && opts.has('w'))
    return yield* wrongUsage(sys, 'seq', 'format string may not be specified when printing equal width strings');
  yield* printAll(sys, { first, step, last, format, equalWidth: opts.has('w'), separator: opts.value('s') ?? '\n' });
  return 0;
}

/** A negative number ends the options, as the first operand does. */
function guardNegatives(argv: readonly string[]): readonly string[] {
  for (let i = 1; i < argv.length && argv[i]!.startsWith('-'); i++) {
    if (/^-[\d.]/.test(argv[i]!)) return [...argv.slice(0, i), '--', ...argv.slice(i)];
    if (/^(-[fs]|--format|--separator)$/.test(argv[i]!)) i++;
  }
  return argv;
}

interface Run {
  readonly first: Written;
  readonly step: Written;
  readonly last: Written;
  readonly format: FloatFormat | undefined;
  readonly equalWidth: boolean;
  readonly separator: string;
}

function* printAll(sys: Sys, { first, step, last, format, equalWidth, separator }: Run): Program {
  const decimals = Math.max(first.decimals, step.decimals);
  const scaled = (n: Written, by: number) => Math.round(n.value * 10 ** by);
  const by = Math.max(decimals, last.decimals);
  const exact = first.exact && step.exact;
  const start = exact ? scaled(first, by) : first.value;
  const stride = exact ? scaled(step, by) : step.value;
  const end = exact && Number.isFinite(last.value) ? scaled(last, by) : last.value;
  const value = (i: number) => (exact ? (start + i * stride) / 10 ** by : start + i * stride);
  const within = (i: number) => (stride > 0 ? start + i * stride <= end : start + i * stride >= end);
  let width = 0;
  if (equalWidth) {
    const wide = (n: Written) => n.value.toFixed(decimals).length;
    const count = Math.floor((end - start) / stride);
    width = Math.max(
      wide(first),
      Math.abs(value(count)).toFixed(decimals).length + (value(count) < 0 ? 1 : 0),
      wide(last),
    );
  }
  const print = (n: number): string => {
    if (format) return formatFloat(format, n);
    const text = n.toFixed(decimals);
    if (!equalWidth) return text;
    return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
  };
  let text = '';
  let i = 0;
  for (; within(i); i++) {
    text += (i > 0 ? separator : '') + print(value(i));
    if (text.length < 8192) continue;
    yield* out(sys, text);
    yield TURN;
    text = '';
  }
  if (i > 0) yield* out(sys, `${text}\n`);
}
