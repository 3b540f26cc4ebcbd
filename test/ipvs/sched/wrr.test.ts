import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Director } from '../director.ts';

const wrr = (weights: readonly number[]) => new Director().serve('wrr', weights);

test.each([
  [[1, 1], '2 1 2 1'],
  [[1, 2], '2 1 2 2 1 2'],
  [[2, 1], '2 1 1 2 1 1'],
  [[1, 3], '2 1 2 2 2 1 2 2'],
  [[3, 1], '2 1 1 1 2 1 1 1'],
  [[1, 5], '2 1 2 2 2 2'],
  [[2, 3], '2 1 2 2 1 2 1 2 2 1'],
  [[3, 2], '2 1 1 2 1 2 1 1 2 1'],
  [[10, 5], '2 1 1 2 1 1'],
  [[3, 3, 3], '3 2 1 3 2 1'],
  [[5, 1, 1], '3 2 1 1 1 1 1 3 2 1 1 1 1 1'],
  [[1, 5, 1], '3 2 1 2 2 2 2'],
  [[1, 1, 5], '3 2 1 3 3 3 3'],
  [[4, 3, 2], '3 2 1 1 2 1 3 2 1 3 2 1 1 2 1 3 2 1'],
  [[2, 3, 4], '3 2 1 3 3 2 3 2 1'],
  [[3, 2, 1], '3 2 1 1 2 1'],
  [[2, 4, 6], '3 2 1 3 3 2 3 2 1 3 3 2'],
  [[7, 5, 3], '3 2 1 1 1 2 1 2 1 3 2 1 3 2 1'],
  [[1, 2, 3, 4], '4 3 2 1 4 4 3 4 3 2'],
  [[4, 3, 2, 1], '4 3 2 1 1 2 1 3 2 1'],
  [[1, 0, 2], '3 1 3 3 1 3'],
  [[0, 1, 2], '3 2 3'],
  [[2, 1, 0], '2 1 1'],
  [[0, 3, 0], '2 2 2'],
  [[0, 0], 'x x'],
])('wrr over weights %j gives %s', (weights, picks) => {
  expect(wrr(weights).visits(picks.split(' ').length)).toBe(picks);
});

type Change = (director: Director) => void;
const changes: [string, number[], string, Change, string][] = [
  ['add 3 of weight 3 after two', [1, 2], '2 1', (d) => d.add(3, 3), '3 2 1 3 3 2 3 2 1 3 3 2'],
  ['add 3 of weight 3 after three', [1, 2], '2 1 2', (d) => d.add(3, 3), '3 2 3 2 1 3 3 2 3 2 1 3'],
  ['add 3 of weight 1 after four', [1, 2], '2 1 2 2', (d) => d.add(3, 1), '3 2 1 2 3 2 1 2 3 2 1 2'],
  ['add 3 of weight 3 to 2:4', [2, 4], '2 1 2', (d) => d.add(3, 3), '3 2 3 2 1 3 2 1 2 3 2 3 2 1 3 2 1 2'],
  ['lower 1', [4, 3, 2], '3 2 1 1 2', (d) => d.edit(1, 1), '2 3 2 3 2 1 2 3 2 3 2 1'],
  ['edit without change', [4, 3, 2], '3 2 1 1', (d) => d.edit(1, 4), '1 2 1 3 2 1 3 2 1 1 2 1'],
  ['delete 1', [4, 3, 2], '3 2 1 1', (d) => d.delete(1), '2 3 2 3 2 2 3 2 3 2'],
  ['delete 3', [4, 3, 2], '3 2 1 1', (d) => d.delete(3), '1 2 1 2 1 2 1 1 2 1 2 1 2 1'],
  ['edit the service, same scheduler', [1, 2, 3], '3 2 1 3', (d) => d.use('wrr'), '3 2 3 2 1 3'],
  ['zero the counters', [1, 2, 3], '3 2 1 3', (d) => void d.ipvs.control.zero(), '3 2 3 2'],
];
test.each(changes)('wrr: %s', (_what, weights, before, change, after) => {
  const director = wrr(weights);
  expect(director.visits(before.split(' ').length)).toBe(before);
  change(director);
  expect(director.visits(after.split(' ').length)).toBe(after);
});

test('quiesce and come back', () => {
  const director = wrr([1, 1]);
  director.visits(1);
  director.edit(1, 0);
  expect(director.visits(3)).toBe('2 2 2');
  director.edit(1, 1);
  expect(director.visits(4)).toBe('2 1 2 1');
});

test('refused while all are quiesced, then anew', () => {
  const director = wrr([1, 1]);
  director.visits(1);
  director.edit(1, 0);
  director.edit(2, 0);
  expect(director.visits(2)).toBe('x x');
  director.edit(1, 3);
  director.edit(2, 1);
  expect(director.visits(8)).toBe('2 1 1 1 2 1 1 1');
});

test('through rr and back', () => {
  const director = wrr([1, 2, 3]);
  director.visits(4);
  director.use('rr');
  expect(director.visits(3)).toBe('3 2 1');
  director.use('wrr');
  expect(director.visits(9)).toBe('3 3 2 3 2 1 3 3 2');
});

test('a full cycle gives each server its weight, divided by the greatest common divisor', () => {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 }), (weights) => {
      const divisor = weights.reduce(gcd, 0);
      fc.pre(divisor > 0);
      const shares = weights.map((weight) => weight / divisor);
      const cycle = shares.reduce((sum, share) => sum + share, 0);
      const director = wrr(weights);
      for (let i = 0; i < 2; i++) {
        const got = weights.map(() => 0);
        for (let k = 0; k < cycle; k++) got[director.visit()! - 1]!++;
        expect(got).toEqual(shares);
      }
    }),
    { numRuns: 50 },
  );
});

test('overloaded servers are left out, and refused when all are', () => {
  const director = wrr([2, 1]);
  director.edit(1, 2, { upperThreshold: 2 });
  director.edit(2, 1, { upperThreshold: 1 });
  expect(director.opens(5)).toBe('2 1 1 x x');
});
