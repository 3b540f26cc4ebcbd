// Check kind `spread`: many requests, and which server answered how many of them. Any configuration that spreads so passes.

import { decodeUtf8 } from '../../base/bytes.ts';
import type { JournalEvent } from '../../sim/journal.ts';
import type { Lab } from '../contract.ts';
import type { CheckBehaviour } from './check.ts';
import { explainFailure } from './evidence.ts';
import { findingOf } from './http.ts';
import { request } from './request.ts';

const TIMEOUT_SECONDS = 3;

/** One cycle of any scheduler may be cut by the first or last request: a share may be off by one. */
const TOLERANCE = 1;

const lastPick = (lab: Lab, fromSeq: number): JournalEvent | undefined =>
  [...lab.journal.since(fromSeq)].findLast((event) => event.kind === 'ipvs.scheduled');

export const spread: CheckBehaviour<'spread'> = async (check, world) => {
  const from = world.copy.journal.nextSeq;
  const counts = new Map<string, number>(Object.keys(check.shares).map((body) => [body, 0]));
  for (let i = 0; i < check.requests; i++) {
    const before = world.copy.journal.nextSeq;
    const answer = await world.run(check.from, (sys) => request(sys, check.url, TIMEOUT_SECONDS));
    if (answer.exit !== 0) return findingOf(answer, check, explainFailure(world.copy, before));
    const body = decodeUtf8(answer.body);
    counts.set(body, (counts.get(body) ?? 0) + 1);
  }
  const total = Object.values(check.shares).reduce((sum, share) => sum + share, 0);
  const fits = [...counts].every(
    ([body, count]) => Math.abs(count * total - check.requests * (check.shares[body] ?? 0)) <= TOLERANCE * total,
  );
  if (fits) return undefined;
  const evidence = lastPick(world.copy, from);
  const scheduler = evidence?.kind === 'ipvs.scheduled' ? evidence.scheduler : '';
  const print = (number: (body: string) => number) =>
    [...counts.keys()].map((body) => `${body.trim()} ${number(body)}`).join(', ');
  return {
    code: scheduler === 'rr' ? 'spread-rr' : 'spread',
    expected: print((body) => Math.round((check.requests * (check.shares[body] ?? 0)) / total)),
    found: print((body) => counts.get(body) ?? 0),
    facts: { from: check.from, url: check.url, requests: check.requests, scheduler },
    evidence,
  };
};
