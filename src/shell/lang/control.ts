// How a command leaves the ordinary course of things: thrown through the generators that run it, caught where it ends.

import { SignalError } from '../../host/sys.ts';

/** Ctrl-C ended the foreground command: it is meant for the line around it, too, but the shell itself got no signal. */
export class ChildInterrupted extends SignalError {
  constructor() {
    super('SIGINT');
  }
}

/** break and continue. */
export class LoopControl extends Error {
  readonly kind: 'break' | 'continue';
  levels: number;
  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

/** return, caught by the function or the sourced file. */
export class ReturnControl extends Error {
  readonly status: number;
  constructor(status: number) {
    super('return');
    this.status = status;
  }
}

/** exit, set -e: ends the shell (a subshell: only that). */
export class ShellExit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/**
 * An expansion or assignment that cannot be: bash gives up the whole command line. The words are printed where it is caught.
 * `fatal`: a shell that runs a script ends (unset variables under -u, ${x:?}).
 */
export class ExpansionError extends Error {
  readonly status: number;
  readonly fatal: boolean;
  /** Its words are printed: where it happened, the prefix was another. */
  said = false;
  constructor(words: string, status = 1, fatal = false) {
    super(words);
    this.status = status;
    this.fatal = fatal;
  }
}
