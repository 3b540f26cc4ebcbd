// How ipvsadm gives up: its fail(status, message), which ends the program even in the middle of a restore, and the softer
// errors of popt, which end only the line.

export class Failure extends Error {
  readonly status: number;
  /** Ends a restore at once, too. */
  readonly fatal: boolean;

  constructor(status: number, message: string, fatal = true) {
    super(message);
    this.status = status;
    this.fatal = fatal;
  }
}

export function fail(status: number, message: string): never {
  throw new Failure(status, message);
}

/** Status -1 of the real program. */
export const TRY_STATUS = 255;

export const tryHelp = (argv0: string): never =>
  fail(TRY_STATUS, `Try \`${argv0} -h' or '${argv0} --help' for more information.`);

/** What the kernel would take and this simulator does not have. */
export const absent = (what: string): never => fail(2, `ipvsadm: ${what}: not in this simulator`);
