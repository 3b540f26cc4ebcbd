import { expect, test } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import { Stats } from '../../src/ipvs/stats.ts';

const zero = { connections: 0, inPackets: 0, outPackets: 0, inBytes: 0, outBytes: 0 };

test('counters show what the last tick has seen', () => {
  const stats = new Stats(0, 0);
  stats.countConnection(1);
  stats.countIn(60, 1);
  stats.countOut(52, 2);
  expect(stats.counters(2 * SECOND - 1)).toEqual(zero);
  const counted = { connections: 1, inPackets: 1, outPackets: 1, inBytes: 60, outBytes: 52 };
  expect(stats.liveCounters()).toEqual(counted);
  expect(stats.counters(2 * SECOND)).toEqual(counted);
});

test('a rate goes a quarter of the way each tick, and fades by as much', () => {
  const stats = new Stats(0, 0);
  for (let i = 0; i < 800; i++) stats.countIn(100, 1);
  const at = (ticks: number) => {
    const { inPackets, inBytes } = stats.rates(ticks * 2 * SECOND);
    return [inPackets, inBytes];
  };
  expect([at(1), at(2), at(3)]).toEqual([
    [100, 10_000],
    [75, 7500],
    [56, 5625],
  ]);
  expect(stats.rates(1000 * SECOND)).toEqual(zero);
});

test('catching up late is the same as ticking all the time', () => {
  const late = new Stats(0, 0);
  const often = new Stats(0, 0);
  for (const stats of [late, often]) for (let i = 0; i < 77; i++) stats.countOut(1234, 5);
  for (let us = 0; us < 21 * SECOND; us += SECOND / 2) often.rates(us);
  expect(late.rates(21 * SECOND)).toEqual(often.rates(21 * SECOND));
});

test('zeroing hides what the last tick has seen, not what comes', () => {
  const stats = new Stats(0, 0);
  stats.countIn(60, 1);
  stats.counters(2 * SECOND);
  stats.countIn(40, 2 * SECOND + 1);
  stats.zero(3 * SECOND);
  expect(stats.counters(3 * SECOND)).toEqual(zero);
  expect(stats.counters(4 * SECOND)).toEqual({ ...zero, inPackets: 1, inBytes: 40 });
});

test('ticks fall on whole periods after loading', () => {
  const stats = new Stats(SECOND, 4 * SECOND);
  stats.countIn(1, 4 * SECOND);
  expect(stats.counters(5 * SECOND - 1).inPackets).toBe(0);
  expect(stats.counters(5 * SECOND).inPackets).toBe(1);
});
