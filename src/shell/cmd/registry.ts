// Every command of the simulator, by name: one import and one line each, in alphabetical order. A test compares this list
// with the folders beside it.

import type { Command } from '../command.ts';

export const COMMANDS: readonly Command[] = [];
