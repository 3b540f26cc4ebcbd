// echo as a program (GNU coreutils 9.1), for those who run it by its file: xargs, find -exec. The shell has its own.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { echoUnescaped } from '../../lang/escapes.ts';
import { row } from '../../option.ts';

export const echo: Command = {
  name: 'echo',
  summary: { zh: '输出一行文字', en: 'Echo the STRING(s) to standard output.' },
  options: [
    row('-n', 'do not output the trailing newline', '结尾不换行'),
    row('-e', 'enable interpretation of backslash escapes', '解释反斜杠转义'),
    row('-E', 'disable interpretation of backslash escapes (default)', '不解释反斜杠转义（默认）'),
  ],
  main: runEcho,
};

function* runEcho(sys: Sys, argv: readonly string[]): Program<number> {
  let newline = true;
  let escapes = false;
  let at = 1;
  for (; at < argv.length && /^-[neE]+$/.test(argv[at]!); at++)
    for (const letter of argv[at]!.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  const plain = argv.slice(at).join(' ');
  const { text, stop } = escapes ? echoUnescaped(plain, { zero: true, utf8: false }) : { text: plain, stop: false };
  yield* out(sys, text + (newline && !stop ? '\n' : ''));
  return 0;
}
