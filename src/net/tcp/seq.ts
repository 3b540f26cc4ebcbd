// Sequence numbers of RFC 9293 §3.4: unsigned 32 bit, compared modulo 2^32.

export type Seq = number;

export const seqAdd = (seq: Seq, by: number): Seq => (seq + by) >>> 0;
/** How far `a` is ahead of `b` (negative: behind). */
export const seqDiff = (a: Seq, b: Seq): number => (a - b) | 0;
export const seqBefore = (a: Seq, b: Seq): boolean => ((a - b) | 0) < 0;
export const seqAfter = (a: Seq, b: Seq): boolean => ((a - b) | 0) > 0;
