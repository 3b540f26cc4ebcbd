// Which addresses a selected term means: VIP, DIP, RIP, CIP light up where they sit.

import type { LiveAddress } from '../../scene/live.ts';
import type { Selection } from '../state/stage-context.ts';

const ROLE_OF: Readonly<Record<string, string>> = { DIP: 'director', RIP: 'real-server', CIP: 'client' };

export function isMeant(selection: Selection | undefined, role: string, address: LiveAddress | undefined): boolean {
  if (selection?.kind !== 'term' || !address) return false;
  return selection.term === 'VIP' ? address.vip : ROLE_OF[selection.term] === role && !address.vip;
}
