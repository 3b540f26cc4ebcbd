// lc, wlc, sed, nq: fourteen connections, kept open or closed one after another, as the kernel dealt them.

import { expect, test } from 'vitest';
import { Director } from '../director.ts';

const held: [string, number[], string][] = [
  ['lc', [1, 1, 1], '3 2 1 3 2 1 3 2 1 3 2 1 3 2'],
  ['lc', [1, 2, 3], '3 2 1 3 2 1 3 2 1 3 2 1 3 2'],
  ['lc', [5, 1, 1], '3 2 1 3 2 1 3 2 1 3 2 1 3 2'],
  ['lc', [1, 0, 2], '3 1 3 1 3 1 3 1 3 1 3 1 3 1'],
  ['wlc', [1, 1, 1], '3 2 1 3 2 1 3 2 1 3 2 1 3 2'],
  ['wlc', [1, 2, 3], '3 2 1 3 2 3 3 2 1 3 2 3 3 2'],
  ['wlc', [3, 2, 1], '3 2 1 1 2 1 3 2 1 1 2 1 3 2'],
  ['wlc', [1, 0, 2], '3 1 3 3 1 3 3 1 3 3 1 3 3 1'],
  ['wlc', [5, 1, 1], '3 2 1 1 1 1 1 3 2 1 1 1 1 1'],
  ['wlc', [1, 1, 5], '3 2 1 3 3 3 3 3 2 1 3 3 3 3'],
  ['sed', [1, 1, 1], '3 2 1 3 2 1 3 2 1 3 2 1 3 2'],
  ['sed', [1, 2, 3], '3 2 3 3 2 1 3 2 3 3 2 1 3 2'],
  ['sed', [3, 2, 1], '1 2 1 3 2 1 1 2 1 3 2 1 1 2'],
  ['sed', [1, 0, 2], '3 3 1 3 3 1 3 3 1 3 3 1 3 3'],
  ['sed', [5, 1, 1], '1 1 1 1 3 2 1 1 1 1 1 3 2 1'],
  ['sed', [1, 1, 5], '3 3 3 3 3 2 1 3 3 3 3 3 2 1'],
  ['nq', [1, 1, 1], '3 2 1 3 2 1 3 2 1 3 2 1 3 2'],
  ['nq', [1, 2, 3], '3 2 1 3 3 2 3 2 3 3 2 1 3 2'],
  ['nq', [3, 2, 1], '3 2 1 1 2 1 1 2 1 3 2 1 1 2'],
  ['nq', [1, 0, 2], '3 1 3 3 3 1 3 3 1 3 3 1 3 3'],
  ['nq', [5, 1, 1], '3 2 1 1 1 1 1 1 1 1 1 3 2 1'],
  ['nq', [1, 1, 5], '3 2 1 3 3 3 3 3 3 3 3 3 2 1'],
  ['fo', [1, 2, 3], '3 3 3 3'],
  ['fo', [3, 3, 1], '2 2 2 2'],
  ['ovf', [1, 2, 3], '3 3 3 3 2 2 2 1'],
  ['ovf', [2, 2, 2], '3 3 3 2 2 2 1 1'],
];
test.each(held)('%s over weights %j, connections kept open: %s', (scheduler, weights, picks) => {
  expect(new Director().serve(scheduler, weights).opens(picks.split(' ').length)).toBe(picks);
});

const closed: [string, number[], string][] = [
  ['lc', [1, 2, 3], '3 2 1 3 2 1 3 2 1 3 2 1 3 2'],
  ['wlc', [1, 2, 3], '3 2 1 3 2 3 3 2 1 3 2 3 3 2'],
  ['wlc', [5, 1, 1], '3 2 1 1 1 1 1 3 2 1 1 1 1 1'],
  ['sed', [1, 2, 3], '3 3 3 3'],
  ['sed', [3, 2, 1], '1 1 1 1'],
  ['nq', [3, 2, 1], '3 3 3 3'],
];
test.each(closed)('%s over weights %j, each closed before the next: %s', (scheduler, weights, picks) => {
  expect(new Director().serve(scheduler, weights).visits(picks.split(' ').length)).toBe(picks);
});

test('what is compared is told with the candidates', () => {
  const director = new Director().serve('wlc', [1, 2]);
  director.opens(1);
  director.visits(2);
  const last = director.events('ipvs.scheduled').at(-1)!;
  expect(last.candidates.map(({ weight, active, inactive, score }) => [weight, active, inactive, score])).toEqual([
    [2, 1, 0, 256],
    [1, 0, 1, 1],
  ]);
  expect(last.because).toEqual({ code: 'wlc', score: 1, weight: 1 });
});
