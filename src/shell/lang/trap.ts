// Traps (bash(1) trap, SIGNALS): commands that run between two commands when a signal has come, at exit, after a failure.

import type { Program } from '../../sim/process.ts';
import type { Shell } from './shell.ts';

/** Runs what was trapped while a command ran. */
export function* runPending(shell: Shell): Program {
  while (shell.pending.length) yield* runTrap(shell, shell.pending.shift()!);
}

/** Runs a trap's commands; $? is what it was before, unless they exit. */
export function* runTrap(shell: Shell, name: string): Program {
  const text = shell.traps.get(name);
  if (!text) return;
  const { status } = shell;
  // a trap that fails again is not trapped again
  if (name === 'ERR') shell.traps.delete(name);
  try {
    yield* shell.interpreter.runText(shell, text, shell.origin);
  } finally {
    if (name === 'ERR' && !shell.traps.has(name)) shell.traps.set(name, text);
  }
  shell.status = status;
}
