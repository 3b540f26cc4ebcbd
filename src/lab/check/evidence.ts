// Which event of the journal shows why a request failed: the first place where its packets came to grief.

import type { JournalEvent } from '../../sim/journal.ts';
import type { Lab } from '../contract.ts';

/** Drops that are no one's fault: a switch delivers floods to everyone. */
const INNOCENT = new Set(['not-for-us', 'nobody-there']);

const isReset = (event: JournalEvent): boolean =>
  event.kind === 'ip.originated' &&
  ((event.packet.payload.type === 'tcp' && (event.packet.payload.flags & 4) !== 0) ||
    (event.packet.payload.type === 'icmp' && event.packet.payload.original !== undefined));

/** The event that explains a failure since `fromSeq`: a drop with its reason, else a refusal, else what was refused by whom. */
export function explainFailure(lab: Lab, fromSeq: number): JournalEvent | undefined {
  let refusal: JournalEvent | undefined;
  for (const event of lab.journal.since(fromSeq)) {
    if (event.kind === 'packet.dropped' && !INNOCENT.has(event.because.code)) return event;
    if (isReset(event)) refusal ??= event;
  }
  return refusal;
}
