import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DisplayTime } from '../../src/scene/timeline/display-time.ts';

const busy = fc.array(fc.tuple(fc.nat(2_000_000), fc.nat(300)), { minLength: 1, maxLength: 60 }).map((pairs) => {
  let atUs = 0;
  return pairs.map(([pauseUs, lastsUs]) => ((atUs += pauseUs), [atUs, atUs + lastsUs] as const));
});

function timeOf(stretches: readonly (readonly [number, number])[]): DisplayTime {
  const time = new DisplayTime();
  for (const [from, to] of stretches) time.busy(from, to);
  return time;
}

describe('DisplayTime', () => {
  it('compresses a long idle gap to a moment', () => {
    const time = timeOf([
      [0, 50],
      [9_000_000, 9_000_050],
    ]);
    expect(time.toDisplay(9_000_050) - time.toDisplay(0)).toBeLessThan(300);
    expect(time.gapAt(4_000_000)).toEqual({ fromUs: 50, toUs: 9_000_000 });
  });

  it('leaves busy stretches at their own pace', () => {
    const time = timeOf([
      [0, 50],
      [9_000_000, 9_000_050],
    ]);
    expect(time.toDisplay(9_000_040) - time.toDisplay(9_000_010)).toBeCloseTo(30);
    expect(time.gapAt(9_000_020)).toBeUndefined();
  });

  it('is monotone and can be inverted', () => {
    fc.assert(
      fc.property(
        busy,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (stretches, shares) => {
          const time = timeOf(stretches);
          const at = shares.map((share) => time.startUs + share * (time.endUs - time.startUs)).sort((a, b) => a - b);
          const shown = at.map((us) => time.toDisplay(us));
          for (let i = 1; i < shown.length; i++) expect(shown[i]!).toBeGreaterThanOrEqual(shown[i - 1]!);
          at.forEach((us, i) => expect(Math.abs(time.toVirtual(shown[i]!) - us)).toBeLessThan(0.5 + us * 1e-9));
        },
      ),
    );
  });

  it('leaves what was mapped once where it was when it grows', () => {
    const time = timeOf([[0, 50]]);
    const before = time.toDisplay(40);
    time.busy(5_000_000, 5_000_100);
    expect(time.toDisplay(40)).toBe(before);
  });

  it('maps the rest as before after forgetting its beginning', () => {
    const time = timeOf([
      [0, 50],
      [1_000_000, 1_000_050],
      [2_000_000, 2_000_050],
    ]);
    const before = time.toDisplay(2_000_020);
    time.forget(1_500_000);
    expect(time.toDisplay(2_000_020)).toBe(before);
    expect(time.gapAt(1_500_000)).toBeDefined();
  });
});
