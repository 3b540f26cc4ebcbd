// A journal as one short string: two worlds with the same digest have had the same history, event for event.

import type { JournalEvent } from '../../src/sim/journal.ts';

/** FNV-1a over the events' JSON, 2 × 32 bits with different offsets, as hexadecimal. */
export function digestJournal(events: Iterable<JournalEvent>): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (const event of events) {
    const text = JSON.stringify(event);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
    }
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
