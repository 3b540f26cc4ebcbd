// Check kind `http`: a request from a host gets an answer.

import { decodeUtf8, encodeUtf8 } from '../../base/bytes.ts';
import type { CheckBehaviour, Finding } from './check.ts';
import { explainFailure } from './evidence.ts';
import { request, type Answer } from './request.ts';

const TIMEOUT_SECONDS = 3;

/** What curl's exit status says of a request without an answer. */
const CODE: Readonly<Record<number, string>> = {
  6: 'unknown-host',
  7: 'refused',
  28: 'no-answer',
  52: 'empty-answer',
  56: 'reset',
};

/** What went wrong with a request that got no answer, or not the one that was due. */
export function findingOf(
  answer: Answer,
  check: { readonly from: string; readonly url: string },
  evidence: Finding['evidence'],
): Finding {
  const facts = { from: check.from, url: check.url, exit: answer.exit };
  const code = CODE[answer.exit] ?? 'request-failed';
  return { code, expected: 'HTTP 200', found: `curl ${answer.exit}`, facts, evidence };
}

export const http: CheckBehaviour<'http'> = async (check, world) => {
  const from = world.copy.journal.nextSeq;
  const answer = await world.run(check.from, (sys) => request(sys, check.url, check.timeoutSeconds ?? TIMEOUT_SECONDS));
  if (answer.exit !== 0) return findingOf(answer, check, explainFailure(world.copy, from));
  const facts = { from: check.from, url: check.url };
  const status = check.status ?? 200;
  if (answer.httpStatus !== status)
    return { code: 'http-status', expected: String(status), found: String(answer.httpStatus), facts };
  if (check.body !== undefined && answer.body !== encodeUtf8(check.body))
    return { code: 'http-body', expected: check.body.trim(), found: decodeUtf8(answer.body).trim(), facts };
  return undefined;
};
