import fc from 'fast-check';
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

test('clock.advance keeps the order of time between what is due soon and what was asked for long before', () => {
  const clock = new Clock();
  const order: string[] = [];
  clock.at(50_000, () => order.push('asked for at 0'));
  clock.at(45_000, () => clock.at(50_000, () => order.push('asked for at 45,000')));
  clock.at(49_999, () => order.push('before'));
  clock.advance(50_000);
  expect(order).toEqual(['before', 'asked for at 0', 'asked for at 45,000']);
});

test('whatever is asked for and cancelled, in any order, happens by time and then by asking', () => {
  const asked = fc.record({ dueUs: fc.integer({ min: 0, max: 40_000 }), cancel: fc.boolean(), stepUs: fc.nat(3_000) });
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 60 }), (calls) => {
      const clock = new Clock();
      const happened: number[] = [];
      const due: { at: number; i: number }[] = [];
      calls.forEach(({ dueUs, cancel, stepUs }, i) => {
        const timer = clock.at(dueUs, () => happened.push(i));
        if (cancel) timer.cancel();
        else due.push({ at: timer.dueUs, i });
        clock.advance(clock.nowUs + stepUs);
      });
      clock.advance(1_000_000);
      expect(happened).toEqual(due.sort((a, b) => a.at - b.at || a.i - b.i).map(({ i }) => i));
    }),
  );
});
