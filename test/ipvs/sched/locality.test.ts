// lblc and lblcr on servers that were busy before, as the kernel dealt twelve connections that stayed open.

import { expect, test } from 'vitest';
import { Director, server, TCP_80 } from '../director.ts';

/** Three servers of these weights that already have these [active, inactive] connections. */
function busy(scheduler: string, weights: readonly number[], before: readonly (readonly [number, number])[]): Director {
  const director = new Director().serve(scheduler, weights);
  const service = director.ipvs.state.services.get(TCP_80)!;
  before.forEach(([active, inactive], i) => {
    const dest = service.dest(server(i + 1), 80)!;
    dest.active = active;
    dest.inactive = inactive;
  });
  return director;
}

const active = (director: Director) => [1, 2, 3].map((n) => director.counts()[n]![0]);

test('lblc leaves a crowded server for the least loaded', () => {
  const director = busy(
    'lblc',
    [1, 2, 3],
    [
      [0, 47],
      [0, 23],
      [0, 46],
    ],
  );
  director.opens(12);
  expect(active(director)).toEqual([5, 3, 4]);
});

test('lblcr adds servers to the set, and uses the least loaded of it', () => {
  const director = busy(
    'lblcr',
    [3, 4, 5],
    [
      [5, 47],
      [3, 23],
      [4, 46],
    ],
  );
  director.opens(12);
  expect(active(director)).toEqual([5, 15, 4]);
});
