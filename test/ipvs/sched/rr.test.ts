import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Director } from '../director.ts';

const rr = (weights: readonly number[]) => new Director().serve('rr', weights);

test.each([
  [[1, 1], '2 1 2 1'],
  [[5, 1, 1], '3 2 1 3 2 1'],
  [[1, 1, 1, 1], '4 3 2 1 4 3 2 1'],
  [[1, 0, 1], '3 1 3 1'],
])('rr over weights %j gives %s', (weights, picks) => {
  expect(rr(weights).visits(picks.split(' ').length)).toBe(picks);
});

test('a server added after three connections is met after the wrap', () => {
  const director = rr([1, 1]);
  director.visits(3);
  director.add(3);
  expect(director.visits(7)).toBe('1 3 2 1 3 2 1');
});

test('a server added after four connections is met next', () => {
  const director = rr([1, 1]);
  director.visits(4);
  director.add(3);
  expect(director.visits(7)).toBe('3 2 1 3 2 1 3');
});

test.each([
  [1, 3, '2 1 2 1'],
  [1, 2, '1 3 1 3'],
  [1, 1, '2 3 2 3'],
  [2, 2, '1 3 1 3'],
  [3, 1, '3 2 3 2'],
])('after %i connections, with server %i deleted, rr goes on %s', (before, deleted, picks) => {
  const director = rr([1, 1, 1]);
  director.visits(before);
  director.delete(deleted);
  expect(director.visits(4)).toBe(picks);
});

test('a quiesced server is passed over until its weight is back', () => {
  const director = rr([1, 1, 1]);
  director.visits(1);
  director.edit(2, 0);
  expect(director.visits(5)).toBe('1 3 1 3 1');
  director.edit(2, 1);
  expect(director.visits(6)).toBe('3 2 1 3 2 1');
});

test('editing the service keeps the place, another scheduler starts anew', () => {
  const director = rr([1, 1, 1]);
  director.visits(2);
  director.use('rr');
  expect(director.visits(4)).toBe('1 3 2 1');
  const other = rr([1, 1, 1]);
  other.visits(2);
  other.use('wrr');
  expect(other.visits(4)).toBe('3 2 1 3');
  other.use('rr');
  expect(other.visits(4)).toBe('3 2 1 3');
});

test('every cycle gives each usable server exactly one connection', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(weights, (weights) => {
      const usable = weights.flatMap((weight, i) => (weight > 0 ? [i + 1] : []));
      const director = rr(weights);
      for (let cycle = 0; cycle < 2 && usable.length > 0; cycle++) {
        const picks = usable.map(() => director.visit()!);
        expect(picks.sort((a, b) => a - b)).toEqual(usable);
      }
    }),
    { numRuns: 50 },
  );
});

test('the reason names the server before', () => {
  const director = rr([1, 1]);
  director.visits(2);
  const [first, second] = director.events('ipvs.scheduled');
  expect(first!.because).toMatchObject({ code: 'rr', previous: undefined });
  expect(second!.because).toMatchObject({ code: 'rr', previous: first!.picked });
});
