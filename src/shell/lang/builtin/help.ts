// help (bash(1)): the builtins' synopses and one-line meanings.

import type { Builtin } from '../shell.ts';
import { matches } from '../pattern.ts';
import { flags } from './flags.ts';
import { SYNOPSES } from './synopses.ts';

export const help: Builtin = function* (shell, argv) {
  const options = yield* flags(shell, argv, 'dms');
  if (!options) return 2;
  const names = [...SYNOPSES.keys()].sort();
  if (options.operands.length === 0) {
    const lines = names.map((name) => ` ${SYNOPSES.get(name)![0]}\n`);
    yield* shell.print(`The builtins of this shell. Type \`help name' for what one does.\n\n${lines.join('')}`);
    return 0;
  }
  let status = 1;
  for (const pattern of options.operands)
    for (const name of names) {
      if (name !== pattern && !matches(name, pattern, { extglob: false })) continue;
      const [synopsis, meaning] = SYNOPSES.get(name)!;
      status = 0;
      if (options.has('d')) yield* shell.print(`${name} - ${meaning}\n`);
      else if (options.has('s')) yield* shell.print(`${name}: ${synopsis}\n`);
      else yield* shell.print(`${name}: ${synopsis}\n    ${meaning}\n`);
    }
  if (status) {
    const topic = options.operands[options.operands.length - 1]!;
    yield* shell.complain(
      `help: no help topics match \`${topic}'.  Try \`help help' or \`man -k ${topic}' or \`info ${topic}'.`,
    );
  }
  return status;
};
