import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress, parseSelection, printAddress, printSelection } from '../../../src/ui/state/place.svelte.ts';
import type { Selection } from '../../../src/ui/state/stage-context.ts';

const word = fc.stringMatching(/^[a-z0-9:. -]{1,20}$/).filter((text) => text.trim() === text);
const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.record({ kind: fc.constant('event' as const), seq: fc.nat() }),
  fc.record({ kind: fc.constant('host' as const), host: word }),
  fc.record({ kind: fc.constant('device' as const), host: word, device: word }),
  fc.record({ kind: fc.constant('segment' as const), segment: word }),
  fc.record({ kind: fc.constant('service' as const), host: word, service: word }),
  fc.record({ kind: fc.constant('connection' as const), key: word }),
  fc.record({ kind: fc.constant('term' as const), term: word }),
);

describe('the address bar', () => {
  it('carries lesson, slide and selection both ways', () => {
    fc.assert(
      fc.property(word, word, fc.option(selection, { nil: undefined }), (lesson, slide, selected) => {
        const address = { lesson, slide, selection: selected };
        expect(parseAddress(printAddress(address))).toEqual(address);
      }),
    );
  });

  it('prints a selection as one readable word', () => {
    expect(printSelection({ kind: 'event', seq: 42 })).toBe('event:42');
    expect(printAddress({ lesson: 'a', slide: 'b', selection: { kind: 'event', seq: 42 } })).toBe('#/a/b?sel=event:42');
  });

  it('takes anything without falling over', () => {
    fc.assert(fc.property(fc.string(), (hash) => void parseAddress(hash)));
  });

  it('answers nothing for a selection that is none', () => {
    for (const text of ['', 'event:x', 'service:svr1', 'what:ever']) expect(parseSelection(text)).toBeUndefined();
  });
});
