// printf as a program, for those who run it by its file; bash's own does the work.

import type { Command } from '../../command.ts';
import { byShell } from '../../by-shell.ts';

export const printf: Command = {
  name: 'printf',
  summary: { zh: '按格式输出', en: 'Print ARGUMENT(s) according to FORMAT.' },
  options: [],
  main: byShell('printf'),
};
