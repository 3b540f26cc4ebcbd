// paste (GNU coreutils 9.1), its merging by the library.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { notHere, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { ask, asFiles, gather, print } from '../../just-bash/call.ts';
import { absent, row } from '../../option.ts';
import { quoteIfOdd } from '../../text/input.ts';

export const paste: Command = {
  name: 'paste',
  summary: {
    zh: '逐行合并各文件',
    en: 'Write lines consisting of the sequentially corresponding lines from each FILE.',
  },
  options: [
    row('-d, --delimiters=LIST', 'reuse characters from LIST instead of TABs', '用 LIST 中的字符代替制表符'),
    row('-s, --serial', 'paste one file at a time instead of in parallel', '一次合并一个文件'),
    absent('-z, --zero-terminated', 'line delimiter is NUL, not newline', '以 NUL 分行'),
  ],
  operands: 'file',
  main: runPaste,
};

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  n: '\n',
  t: '\t',
  b: '\b',
  f: '\f',
  r: '\r',
  v: '\v',
  '0': '\0',
};

function* runPaste(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, paste, argv);
  if (typeof opts === 'number') return opts;
  const operands = opts.operands.length > 0 ? opts.operands : ['-'];
  const files = operands.filter((name) => name !== '-');
  const { inputs, failed } = yield* gather(sys, files, (name, words) => `paste: ${quoteIfOdd(name)}: ${words}\n`);
  // In parallel, paste opens all files before it begins; one at a time, it goes on with the next.
  if (failed && !opts.has('s')) return 1;
  const { names, extra } = asFiles(inputs.map((bytes) => bytes ?? ''));
  let next = 0;
  const all = operands.map((name) => (name === '-' ? '-' : names[next++]!));
  const given = all.filter((name) => name === '-' || inputs[names.indexOf(name)] !== undefined);
  const delimiters = opts.value('d')?.replace(/\\([\\ntbfrv0])/g, (_, letter: string) => ESCAPES[letter]!);
  if (delimiters?.includes('\0')) return yield* notHere(sys, 'paste', '-d \\0');
  const args = [...(opts.has('s') ? ['-s'] : []), ...(delimiters === undefined ? [] : [`--delimiters=${delimiters}`])];
  const answer = yield* ask(sys, 'paste', [...args, ...given], { extra, stdin: operands.includes('-') });
  const status = yield* print(sys, answer);
  return failed ? 1 : status;
}
