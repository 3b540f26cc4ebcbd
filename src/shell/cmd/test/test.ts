// test and [ as programs, for those who run them by their files; bash's own do the work.

import type { Command } from '../../command.ts';
import { byShell } from '../../by-shell.ts';

const summary = { zh: '检查文件、比较值', en: 'Check file types and compare values.' };

export const test: Command = { name: 'test', summary, options: [], main: byShell('test') };
export const bracket: Command = { name: '[', summary, options: [], main: byShell('[') };
