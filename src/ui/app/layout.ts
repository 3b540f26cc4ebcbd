// Where the three panes stand in each posture, as grid templates. The panes stay where they are in the document, so that going
// from one posture to another makes nothing anew.
//
//   study                     projector                 phone
//   lesson │ stage            lesson │ terminals        lesson
//          ├──────────        ───────┴──────────        stage
//          │ terminals        stage                     terminals
//
// On a projector the stage has the whole width: its smallest text must be read from the back row.

import type { PaneName, Posture, Shares } from '../state/settings.svelte.ts';

export interface PaneGrid {
  readonly columns: string;
  readonly rows: string;
  readonly areas: string;
}

export type Folded = Readonly<Record<PaneName, boolean>>;

const LINE = '1px';
const part = (share: number): string => `minmax(0, ${Math.round(share * 1000)}fr)`;
/** On a phone, or a page that is zoomed into, no pane gets smaller than it can be used: the page scrolls instead. */
const MIN_PX = { lesson: 220, stage: 300, terminals: 200 } as const;
const atLeast = (folded: boolean, pane: PaneName, share: number): string =>
  folded ? 'auto' : `minmax(${MIN_PX[pane]}px, ${Math.round(share * 1000)}fr)`;
const orStrip = (folded: boolean, share: number): string => (folded ? 'auto' : part(share));

export function paneGrid(posture: Posture, { lesson, terminals }: Shares, folded: Folded): PaneGrid {
  switch (posture) {
    case 'study':
      return {
        columns:
          folded.stage && folded.terminals
            ? `${part(1)} ${LINE} 12em`
            : `${orStrip(folded.lesson, lesson)} ${LINE} ${part(1 - lesson)}`,
        rows: `${orStrip(folded.stage, 1 - terminals)} ${LINE} ${orStrip(folded.terminals, terminals)}`,
        areas: '"lesson outer stage" "lesson outer inner" "lesson outer terminals"',
      };
    case 'projector':
      return {
        columns: `${orStrip(folded.lesson, 1 - terminals)} ${LINE} ${orStrip(folded.terminals, terminals)}`,
        rows:
          folded.lesson && folded.terminals
            ? `auto ${LINE} ${part(1)}`
            : `${part(lesson)} ${LINE} ${orStrip(folded.stage, 1 - lesson)}`,
        areas: '"lesson inner terminals" "outer outer outer" "stage stage stage"',
      };
    case 'phone': {
      const stage = Math.max(0.1, 1 - lesson - terminals);
      return {
        columns: part(1),
        rows: `${atLeast(folded.lesson, 'lesson', lesson)} ${LINE} ${atLeast(folded.stage, 'stage', stage)} ${LINE} ${atLeast(folded.terminals, 'terminals', terminals)}`,
        areas: '"lesson" "outer" "stage" "inner" "terminals"',
      };
    }
  }
}

/** Whether a pane folds to a standing strip. */
export const foldsSideways = (posture: Posture, pane: PaneName): boolean =>
  pane === 'lesson' ? posture !== 'phone' : pane === 'terminals' && posture === 'projector';
