// One HTTP request from a host of the copy, with the host's own curl: what the kinds `http`, `spread` and `path` send.

import { isErrno } from '../../base/errno.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Program } from '../../sim/process.ts';
import type { Sys } from '../../host/sys.ts';

export interface Answer {
  /** curl's exit status. */
  readonly exit: number;
  readonly httpStatus: number;
  readonly body: Bytes;
}

/** Separates the body from what -w adds; no page contains it. */
const MARK = '\x1e';

/** Runs a file with its output into a pipe; undefined when it cannot be run. */
export function* capture(
  sys: Sys,
  path: string,
  argv: readonly string[],
): Program<{ exit: number; text: Bytes } | undefined> {
  const pipe = sys.pipe();
  const nowhere = sys.open('/dev/null', 'read-write');
  if (isErrno(nowhere)) return undefined;
  const fds = new Map([
    [0, nowhere],
    [1, pipe.write],
    [2, nowhere],
  ]);
  const pid = sys.spawn({ path, argv, fds });
  sys.close(pipe.write);
  sys.close(nowhere);
  let text: Bytes = '';
  if (!isErrno(pid))
    for (;;) {
      const piece = yield* sys.read(pipe.read);
      if (isErrno(piece) || piece === '') break;
      text += piece;
    }
  sys.close(pipe.read);
  if (isErrno(pid)) return undefined;
  const end = yield* sys.wait(pid);
  return { exit: isErrno(end) ? 1 : end.status, text };
}

export function* request(sys: Sys, url: string, timeoutSeconds: number): Program<Answer> {
  const argv = ['curl', '-s', '-m', String(timeoutSeconds), '-w', `${MARK}%{http_code}`, url];
  const done = yield* capture(sys, '/usr/bin/curl', argv);
  if (!done) return { exit: 127, httpStatus: 0, body: '' };
  const [body = '', status = '0'] = done.text.split(MARK);
  return { exit: done.exit, httpStatus: Number(status), body };
}
