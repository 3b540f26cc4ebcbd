import { describe, expect, it } from 'vitest';
import { readSavedLab } from '../../../src/ui/state/saved-lab.ts';

const good = {
  version: 1,
  scene: 's',
  fingerprint: 'f',
  seed: 1,
  log: [{ atUs: 5, kind: 'keys', host: 'a', text: 'ls\r' }],
  untilUs: 9,
};
const read = (change: object) => readSavedLab(JSON.stringify({ ...good, ...change }), 's', 'f');

describe('a saved lab', () => {
  it('is read back whole', () => expect(read({})).toEqual({ kind: 'saved', saved: good }));
  it('that is not there is none', () => expect(readSavedLab(undefined, 's', 'f')).toEqual({ kind: 'none' }));
  it('of a newer page is said to be newer', () => expect(read({ version: 2 })).toMatchObject({ trouble: 'newer' }));
  it('of an older page is said to be older', () => expect(read({ version: 0 })).toMatchObject({ trouble: 'older' }));
  it('of a lab that was changed since is said to be', () =>
    expect(read({ fingerprint: 'other' })).toMatchObject({ trouble: 'changed' }));
  it.each([
    ['no JSON', '{'],
    ['a number', '7'],
    ['no version', '{}'],
    ['a log out of order', JSON.stringify({ ...good, log: [good.log[0], { ...good.log[0], atUs: 1 }] })],
    ['an unknown entry', JSON.stringify({ ...good, log: [{ atUs: 1, kind: 'fire', host: 'a' }] })],
    ['a fraction of a time', JSON.stringify({ ...good, untilUs: 1.5 })],
  ])('that is broken (%s) is said to be', (_, text) =>
    expect(readSavedLab(text, 's', 'f')).toEqual({ kind: 'trouble', trouble: 'broken' }),
  );
});
