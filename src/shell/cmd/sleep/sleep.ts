// sleep (GNU coreutils 9.1): waits, in virtual time, for the sum of its operands.

import { SECOND } from '../../../base/time.ts';
import type { Sys } from '../../../host/sys.ts';
import { sleepUntil, type Program } from '../../../sim/process.ts';
import { err, type Command } from '../../command.ts';
import { getopt, wrongUsage } from '../../getopt.ts';
import { quote } from '../../text/input.ts';
import { parseDuration } from '../../text/number.ts';

export const sleep: Command = {
  name: 'sleep',
  summary: { zh: '等待', en: 'Pause for NUMBER seconds (suffix m, h, d: minutes, hours, days).' },
  options: [],
  main: runSleep,
};

function* runSleep(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, sleep, argv, { usage: 'NUMBER[SUFFIX]...' });
  if (typeof opts === 'number') return opts;
  if (opts.operands.length === 0) return yield* wrongUsage(sys, 'sleep', 'missing operand');
  let seconds = 0;
  let wrong = false;
  for (const text of opts.operands) {
    const duration = parseDuration(text);
    if (duration === undefined) {
      yield* err(sys, `sleep: invalid time interval ${quote(text)}\n`);
      wrong = true;
    } else seconds += duration;
  }
  if (wrong) {
    yield* err(sys, "Try 'sleep --help' for more information.\n");
    return 1;
  }
  yield* sleepUntil(sys.nowUs + Math.round(seconds * SECOND));
  return 0;
}
