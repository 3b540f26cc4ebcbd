// nl (GNU coreutils 9.1), its numbering by the library. Leaves out: logical pages (\:\:\:), numbering by a regular expression,
// joined blank lines.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { err, notHere, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { ask, asFiles, gather, print } from '../../just-bash/call.ts';
import { absent, row } from '../../option.ts';
import { quote, quoteIfOdd } from '../../text/input.ts';

export const nl: Command = {
  name: 'nl',
  summary: { zh: '给各行编号', en: 'Write each FILE to standard output, with line numbers added.' },
  options: [
    row('-b, --body-numbering=STYLE', 'use STYLE (a, t, n) for numbering body lines', '正文编号方式（a、t、n）'),
    row('-i, --line-increment=NUMBER', 'line number increment at each line', '编号的增量'),
    row('-n, --number-format=FORMAT', 'insert line numbers according to FORMAT (ln, rn, rz)', '编号格式（ln、rn、rz）'),
    row('-s, --number-separator=STRING', 'add STRING after (possible) line number', '编号后的分隔'),
    row('-v, --starting-line-number=NUMBER', 'first line number for each section', '起始编号'),
    row('-w, --number-width=NUMBER', 'use NUMBER columns for line numbers', '编号宽度'),
    absent('-d, --section-delimiter=CC', 'use CC for logical page delimiters', '逻辑页分隔符'),
    absent('-f, --footer-numbering=STYLE', 'use STYLE for numbering footer lines', '页脚编号方式'),
    absent('-h, --header-numbering=STYLE', 'use STYLE for numbering header lines', '页眉编号方式'),
    absent('-l, --join-blank-lines=NUMBER', 'group of NUMBER empty lines counted as one', '连续空行算一行'),
    absent('-p, --no-renumber', 'do not reset line numbers for each section', '各节连续编号'),
  ],
  operands: 'file',
  main: runNl,
};

/** Stands before a line of blanks while the library has it. */
const HELD = '\x01\x02\x01';

const NUMBERS: readonly (readonly [key: string, what: string, lowest: number])[] = [
  ['v', 'starting line number', -Infinity],
  ['i', 'line number increment', -Infinity],
  ['w', 'line number field width', 1],
];

function* runNl(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, nl, argv);
  if (typeof opts === 'number') return opts;
  const args: string[] = [];
  const style = opts.value('b');
  if (style?.startsWith('p')) return yield* notHere(sys, 'nl', '-b pBRE');
  const wrong: string[] = [];
  if (style !== undefined && !/^[atn]$/.test(style)) wrong.push(`invalid body numbering style: ${quote(style)}`);
  const format = opts.value('n');
  if (format !== undefined && !/^(ln|rn|rz)$/.test(format))
    wrong.push(`invalid line numbering format: ${quote(format)}`);
  for (const [key, what, lowest] of NUMBERS) {
    const value = opts.value(key);
    if (value === undefined) continue;
    if (!/^[+-]?\d+$/.test(value)) {
      yield* err(sys, `nl: invalid ${what}: ${quote(value)}\n`);
      return 1;
    }
    if (Number(value) < lowest) {
      yield* err(sys, `nl: invalid ${what}: ${quote(value)}: Numerical result out of range\n`);
      return 1;
    }
  }
  if (wrong.length > 0) {
    yield* err(sys, `${wrong.map((words) => `nl: ${words}\n`).join('')}Try 'nl --help' for more information.\n`);
    return 1;
  }
  for (const key of ['b', 'n', 's', 'v', 'i', 'w']) {
    const value = opts.value(key);
    if (value !== undefined) args.push(`-${key}`, value);
  }
  const operands = opts.operands.length > 0 ? opts.operands : ['-'];
  const { inputs, failed } = yield* gather(sys, operands, (name, words) => `nl: ${quoteIfOdd(name)}: ${words}\n`);
  const text = inputs.map((bytes) => bytes ?? '').join('');
  if (/^(\\:){1,3}$/m.test(text)) return yield* notHere(sys, 'nl', 'logical pages');
  // A line of blanks is a line with something in it; the library takes it for an empty one.
  const held = text.replace(/^[ \t\r\f\v]+$/gm, `${HELD}$&`);
  const { names, extra } = asFiles([held === '' || held.endsWith('\n') ? held : `${held}\n`]);
  const answer = yield* ask(sys, 'nl', [...args, '--', ...names], { extra });
  // An empty line that is not numbered has no separator: only its blanks.
  const width = Number(opts.value('w') ?? 6);
  const bare = ' '.repeat(width + (opts.value('s') ?? '\t').length);
  const separator = opts.value('s') ?? '\t';
  const lines = answer.stdout.split('\n').map((line) => {
    const unnumbered = `${' '.repeat(width)}${separator}`;
    return style !== 'a' && line.startsWith(unnumbered) ? bare + line.slice(unnumbered.length) : line;
  });
  const status = yield* print(sys, { ...answer, stdout: lines.join('\n').replaceAll(HELD, '') });
  return failed ? 1 : status;
}
