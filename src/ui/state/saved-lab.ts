// A learner's lab as it is kept: the log that makes it again. Read back only when it is whole and of this scene; anything else is
// said by name and left where it lies.

import type { LogEntry } from '../../lab/contract.ts';

export const SAVED_VERSION = 1;

export interface SavedLab {
  readonly version: number;
  readonly scene: string;
  readonly fingerprint: string;
  readonly seed: number;
  readonly log: readonly LogEntry[];
  readonly untilUs: number;
}

/** newer, older: of another version of this page. changed: the lesson's lab is another one now. broken: unreadable. */
export type SavedTrouble = 'newer' | 'older' | 'changed' | 'broken';

export type SavedReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'saved'; readonly saved: SavedLab }
  | { readonly kind: 'trouble'; readonly trouble: SavedTrouble };

export function readSavedLab(text: string | undefined, scene: string, fingerprint: string): SavedReading {
  if (text === undefined) return { kind: 'none' };
  let found: Partial<Record<keyof SavedLab, unknown>>;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return { kind: 'trouble', trouble: 'broken' };
    found = parsed;
  } catch {
    return { kind: 'trouble', trouble: 'broken' };
  }
  const { version, seed, log, untilUs } = found;
  if (typeof version !== 'number') return { kind: 'trouble', trouble: 'broken' };
  if (version !== SAVED_VERSION) return { kind: 'trouble', trouble: version > SAVED_VERSION ? 'newer' : 'older' };
  if (found.scene !== scene || !isTime(untilUs) || typeof seed !== 'number' || !Array.isArray(log) || !isLog(log))
    return { kind: 'trouble', trouble: 'broken' };
  if (found.fingerprint !== fingerprint) return { kind: 'trouble', trouble: 'changed' };
  return { kind: 'saved', saved: { version, scene, fingerprint, seed, log, untilUs } };
}

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isLog(log: readonly unknown[]): log is readonly LogEntry[] {
  let lastUs = 0;
  return log.every((each) => {
    if (typeof each !== 'object' || each === null) return false;
    const entry = each as Partial<Record<string, unknown>>;
    if (!isTime(entry.atUs) || entry.atUs < lastUs || typeof entry.host !== 'string') return false;
    lastUs = entry.atUs;
    switch (entry.kind) {
      case 'keys':
        return typeof entry.text === 'string';
      case 'resize':
        return isTime(entry.columns) && isTime(entry.rows);
      case 'switch':
        return entry.power === 'off' || entry.power === 'on';
      default:
        return false;
    }
  });
}
