import { describe, expect, it } from 'vitest';
import { vipMarker } from '../../src/ui/term/vip-mark.ts';

const mark = vipMarker(['10.10.10.1']);

describe('the VIP in a terminal', () => {
  it('is marked where it stands', () =>
    expect(mark('TCP  10.10.10.1:80 rr')).toBe('TCP  \x1b[4:4m10.10.10.1\x1b[24m:80 rr'));
  it('is marked at the end of a sentence', () => expect(mark('to 10.10.10.1.')).toContain('\x1b[4:4m'));
  it.each(['10.10.10.100', '110.10.10.1', '10.10.10.1.5'])('is not seen in %s', (other) =>
    expect(mark(other)).toBe(other),
  );
  it('is not marked while there is none', () => expect(vipMarker([])('10.10.10.1')).toBe('10.10.10.1'));
});
