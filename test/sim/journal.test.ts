import { expect, test } from 'vitest';
import { Journal } from '../../src/sim/journal.ts';

const gap = (dropped: number) => ({ kind: 'journal.gap', host: '', dropped }) as const;

test('journal.since gives events in order, stamped with time and sequence', () => {
  const journal = new Journal();
  journal.add(gap(1), 10);
  journal.add(gap(2), 10);
  expect([...journal.since()]).toEqual([
    { ...gap(1), seq: 0, atUs: 10 },
    { ...gap(2), seq: 1, atUs: 10 },
  ]);
});

test('journal.at forgets the oldest beyond its capacity and says from where it still knows', () => {
  const journal = new Journal(4);
  for (let i = 0; i < 6; i++) journal.add(gap(i), i);
  expect(journal.firstSeq).toBe(2);
  expect(journal.at(1)).toBeUndefined();
  expect(journal.at(2)).toMatchObject({ dropped: 2 });
  expect([...journal.since(0)].map((event) => event.seq)).toEqual([2, 3, 4, 5]);
});

test('journal.add counts but does not keep while recording is off', () => {
  const journal = new Journal();
  journal.recording = false;
  expect(journal.add(gap(0), 0)).toBe(0);
  journal.recording = true;
  expect(journal.add(gap(1), 0)).toBe(1);
  expect([...journal.since()].map((event) => event.seq)).toEqual([1]);
});
