// What Tab offers: commands, options, addresses, devices, sysctl keys, files.

import type { Completer } from './line/editor.ts';
import type { Shell } from './lang/shell.ts';

export const completer =
  (_shell: Shell): Completer =>
  (_chars, cursor) => ({ from: cursor, candidates: [] });
