// basename (GNU coreutils 9.1): a path without its directories, and without a suffix.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { row } from '../../option.ts';
import { quote } from '../../text/input.ts';
import { lastName } from '../../text/path.ts';

export const basename: Command = {
  name: 'basename',
  summary: { zh: '去掉路径中的目录', en: 'Print NAME with any leading directory components removed.' },
  options: [
    row('-a, --multiple', 'support multiple arguments and treat each as a NAME', '每个参数都是路径'),
    row('-s, --suffix=SUFFIX', 'remove a trailing SUFFIX; implies -a', '去掉后缀'),
    row('-z, --zero', 'end each output line with NUL, not newline', '以 NUL 结尾'),
  ],
  operands: 'file',
  main: runBasename,
};

function* runBasename(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, basename, argv, { usage: 'NAME [SUFFIX]', inOrder: true });
  if (typeof opts === 'number') return opts;
  const several = opts.has('a') || opts.has('s');
  const { operands } = opts;
  if (operands.length === 0) return yield* wrongUsage(sys, 'basename', 'missing operand');
  if (!several && operands.length > 2)
    return yield* wrongUsage(sys, 'basename', `extra operand ${quote(operands[2]!)}`);
  const suffix = several ? (opts.value('s') ?? '') : (operands[1] ?? '');
  const end = opts.has('z') ? '\0' : '\n';
  for (const path of several ? operands : operands.slice(0, 1)) {
    const name = lastName(path);
    const bare = suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
    yield* out(sys, bare + end);
  }
  return 0;
}
