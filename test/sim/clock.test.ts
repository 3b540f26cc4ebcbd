import { expect, test } from 'vitest';
import { Clock } from '../../src/sim/clock.ts';

test('clock.advance makes calls of equal time in the order in which they were asked for', () => {
  const clock = new Clock();
  const order: string[] = [];
  clock.at(5, () => order.push('b'));
  clock.at(3, () => order.push('a'));
  clock.at(5, () => order.push('c'));
  clock.advance(5);
  expect(order).toEqual(['a', 'b', 'c']);
});

test('clock.advance never makes a cancelled call, and nextDueUs does not see it', () => {
  const clock = new Clock();
  const timer = clock.at(5, () => expect.unreachable());
  timer.cancel();
  expect(clock.nextDueUs()).toBeUndefined();
  expect(clock.advance(10)).toBe('reached');
});

test('clock.atFirst comes before what was asked for earlier at the same time, in its own order', () => {
  const clock = new Clock();
  const order: string[] = [];
  clock.at(5, () => order.push('event'));
  clock.atFirst(5, () => order.push('first key'));
  clock.atFirst(5, () => order.push('second key'));
  clock.advance(5);
  expect(order).toEqual(['first key', 'second key', 'event']);
});
