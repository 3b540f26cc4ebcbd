// dirname (GNU coreutils 9.1): a path without its last part.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { row } from '../../option.ts';
import { directoryOf } from '../../text/path.ts';

export const dirname: Command = {
  name: 'dirname',
  summary: { zh: '去掉路径的最后一段', en: 'Output each NAME with its last non-slash component removed.' },
  options: [row('-z, --zero', 'end each output line with NUL, not newline', '以 NUL 结尾')],
  operands: 'file',
  main: runDirname,
};

function* runDirname(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, dirname, argv, { usage: '[OPTION] NAME...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) return yield* wrongUsage(sys, 'dirname', 'missing operand');
  for (const path of opts.operands) yield* out(sys, directoryOf(path) + (opts.has('z') ? '\0' : '\n'));
  return 0;
}
