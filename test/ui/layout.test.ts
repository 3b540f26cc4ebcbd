import { describe, expect, it } from 'vitest';
import { paneGrid } from '../../src/ui/app/layout.ts';
import type { Posture } from '../../src/ui/state/settings.svelte.ts';

const shares = { lesson: 0.4, terminals: 0.3 };
const open = { lesson: false, stage: false, terminals: false };

describe.each(['study', 'projector', 'phone'] as Posture[])('the panes in %s posture', (posture) => {
  it('all have a place, and so have both dividers', () => {
    const { areas } = paneGrid(posture, shares, open);
    for (const area of ['lesson', 'stage', 'terminals', 'outer', 'inner']) expect(areas).toContain(area);
  });

  it('share all of the room while they are open', () => {
    const { columns, rows } = paneGrid(posture, shares, open);
    expect(`${columns} ${rows}`).not.toContain('auto');
  });

  it.each(['lesson', 'stage', 'terminals'] as const)('leave its room to the others when the %s is folded', (pane) => {
    const { columns, rows } = paneGrid(posture, shares, { ...open, [pane]: true });
    expect(`${columns} ${rows}`).toContain('auto');
  });
});
