// yes (GNU coreutils 9.1): a line over and over, until nobody reads it.

import type { Sys } from '../../../host/sys.ts';
import { TURN, type Program } from '../../../sim/process.ts';
import type { Command } from '../../command.ts';
import { err } from '../../command.ts';
import { strerror } from '../../../base/errno.ts';
import { getopt } from '../../getopt.ts';

export const yes: Command = {
  name: 'yes',
  summary: { zh: '反复输出一行', en: "Repeatedly output a line with all specified STRING(s), or 'y'." },
  options: [],
  main: runYes,
};

const CHUNK = 8192;

function* runYes(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, yes, argv, { usage: '[STRING]...' });
  if (typeof opts === 'number') return opts;
  const line = `${opts.operands.length > 0 ? opts.operands.join(' ') : 'y'}\n`;
  const chunk = line.repeat(Math.max(1, Math.floor(CHUNK / line.length)));
  for (;;) {
    const failed = yield* sys.write(1, chunk);
    if (failed) {
      yield* err(sys, `yes: standard output: ${strerror(failed)}\n`);
      return 1;
    }
    yield TURN;
  }
}
