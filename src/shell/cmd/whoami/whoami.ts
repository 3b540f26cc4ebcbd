// whoami (GNU coreutils): everyone here is root.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { quote } from '../../text/input.ts';

export const whoami: Command = {
  name: 'whoami',
  summary: { zh: '显示当前用户名', en: 'Print the user name associated with the current effective user ID.' },
  options: [],
  main: runWhoami,
};

function* runWhoami(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, whoami, argv, { usage: '[OPTION]...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length > 0) return yield* wrongUsage(sys, 'whoami', `extra operand ${quote(opts.operands[0]!)}`);
  yield* out(sys, 'root\n');
  return 0;
}
