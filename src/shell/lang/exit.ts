// How a shell or subshell ends: what its commands threw becomes a status, and the EXIT trap runs.

import type { Program } from '../../sim/process.ts';
import { ExitError, SignalError } from '../../host/sys.ts';
import { ExpansionError, LoopControl, ReturnControl, ShellExit } from './control.ts';
import type { Shell } from './shell.ts';
import { runTrap } from './trap.ts';

/** Runs `body` as the whole life of a shell. */
export function* untilExit(shell: Shell, body: Program<number>): Program<number> {
  let signal: SignalError | undefined;
  try {
    shell.status = yield* ended(shell, body);
  } catch (error) {
    if (!(error instanceof SignalError)) throw error;
    signal = error;
  }
  if (shell.traps.get('EXIT')) {
    const trap = shell.traps.get('EXIT')!;
    shell.traps.delete('EXIT');
    shell.traps.set('exiting', trap);
    shell.status = yield* ended(shell, exitTrap(shell));
  }
  if (signal) throw signal;
  return shell.status;
}

function* exitTrap(shell: Shell): Program<number> {
  yield* runTrap(shell, 'exiting');
  return shell.status;
}

/** The status with which `body` ended, however it did. */
function* ended(shell: Shell, body: Program<number>): Program<number> {
  try {
    return yield* body;
  } catch (error) {
    if (error instanceof ShellExit || error instanceof ReturnControl || error instanceof ExitError) return error.status;
    if (error instanceof LoopControl) return 0;
    if (error instanceof ExpansionError) {
      yield* shell.complainOf(error);
      return error.status;
    }
    if (error instanceof RangeError) {
      yield* shell.complain('nested too deeply: not in this simulator');
      return 2;
    }
    throw error;
  }
}
