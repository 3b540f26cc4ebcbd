// A question on standard error, answered by a line of standard input: yes when it begins with y or Y.

import type { Sys } from '../../host/sys.ts';
import type { Program } from '../../sim/process.ts';
import { err } from '../command.ts';

export function* askYes(sys: Sys, question: string): Program<boolean> {
  yield* err(sys, question);
  let line = '';
  for (;;) {
    const data = yield* sys.read(0, 1);
    if (typeof data !== 'string' || data === '' || data === '\n') break;
    line += data;
  }
  return /^[yY]/.test(line);
}
