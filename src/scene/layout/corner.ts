// Which corner of the picture is the emptiest: where notes may lie without covering a host.

import type { Box } from './geometry.ts';
import type { Layout } from './layout.ts';

export type Corner = 'bottom left' | 'bottom right' | 'top left' | 'top right';

const CORNERS: readonly Corner[] = ['bottom left', 'bottom right', 'top left', 'top right'];
/** A note's size in pixels, about. */
const NOTE = { width: 330, height: 84 };

/** For a picture of `width` × `height` pixels into which the layout is fitted, centred. */
export function freestCorner(layout: Layout, width: number, height: number): Corner {
  const { bounds, hosts } = layout;
  const scale = Math.min(width / bounds.width, height / bounds.height) || 1;
  const left = bounds.x - (width / scale - bounds.width) / 2;
  const top = bounds.y - (height / scale - bounds.height) / 2;
  const note = { width: NOTE.width / scale, height: NOTE.height / scale };
  const covered = (corner: Corner): number => {
    const x = corner.endsWith('left') ? left : left + width / scale - note.width;
    const y = corner.startsWith('top') ? top : top + height / scale - note.height;
    return [...hosts.values()].reduce((sum, host) => sum + common({ x, y, ...note }, host.box), 0);
  };
  return CORNERS.reduce((best, corner) => (covered(corner) < covered(best) ? corner : best));
}

const common = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
