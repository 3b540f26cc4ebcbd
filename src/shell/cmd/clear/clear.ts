// clear (ncurses): home, erase the screen, erase what has scrolled away; as for TERM=xterm.

import type { Sys } from '../../../host/sys.ts';
import type { Program } from '../../../sim/process.ts';
import { out, type Command } from '../../command.ts';
import { getopt } from '../../getopt.ts';
import { row } from '../../option.ts';

export const clear: Command = {
  name: 'clear',
  summary: { zh: '清屏', en: 'Clear the terminal screen.' },
  options: [row('-x', 'do not try to clear scrollback', '不清除滚动历史')],
  main: runClear,
};

function* runClear(sys: Sys, argv: readonly string[]): Program<number> {
  const opts = yield* getopt(sys, clear, argv, { usage: '[options]', hint: '' });
  if (typeof opts === 'number') return opts;
  yield* out(sys, opts.has('x') ? '\x1b[H\x1b[2J' : '\x1b[H\x1b[2J\x1b[3J');
  return 0;
}
