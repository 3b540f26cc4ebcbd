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

export function* request(sys: Sys, url: string, timeoutSeconds: number): Program<Answer> {
  const pipe = sys.pipe();
  const argv = ['curl', '-s', '-m', String(timeoutSeconds), '-w', `${MARK}%{http_code}`, url];
  const nowhere = sys.open('/dev/null', 'read-write') as number;
  const pid = sys.spawn({
    path: '/usr/bin/curl',
    argv,
    fds: new Map([
      [0, nowhere],
      [1, pipe.write],
      [2, nowhere],
    ]),
  });
  sys.close(pipe.write);
  sys.close(nowhere);
  if (isErrno(pid)) {
    sys.close(pipe.read);
    return { exit: 127, httpStatus: 0, body: '' };
  }
  let text: Bytes = '';
  for (;;) {
    const piece = yield* sys.read(pipe.read);
    if (isErrno(piece) || piece === '') break;
    text += piece;
  }
  sys.close(pipe.read);
  const end = yield* sys.wait(pid);
  const [body = '', status = '0'] = text.split(MARK);
  return { exit: isErrno(end) ? 1 : end.status, httpStatus: Number(status), body };
}
