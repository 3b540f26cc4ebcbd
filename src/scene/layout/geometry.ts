// Points, boxes and paths on the stage, in stage units (about 1000 × 600 for a small cluster).

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A polyline with the distance from its start to each of its points. */
export interface Path {
  readonly points: readonly Point[];
  readonly distances: readonly number[];
  readonly length: number;
}

export const centreOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

export const boxAround = (centre: Point, width: number, height: number): Box => ({
  x: centre.x - width / 2,
  y: centre.y - height / 2,
  width,
  height,
});

export function makePath(points: readonly Point[]): Path {
  const kept = points.filter((p, i) => i === 0 || p.x !== points[i - 1]!.x || p.y !== points[i - 1]!.y);
  const distances = [0];
  for (let i = 1; i < kept.length; i++)
    distances.push(distances[i - 1]! + Math.hypot(kept[i]!.x - kept[i - 1]!.x, kept[i]!.y - kept[i - 1]!.y));
  return { points: kept, distances, length: distances[distances.length - 1]! };
}

/** The point at `share` (0 … 1) of the path's length. */
export function pointAlong(path: Path, share: number): Point {
  const { points, distances, length } = path;
  if (points.length === 1 || share <= 0) return points[0]!;
  const distance = Math.min(share, 1) * length;
  let i = 1;
  while (i < points.length - 1 && distances[i]! < distance) i++;
  const part = (distance - distances[i - 1]!) / (distances[i]! - distances[i - 1]!);
  const from = points[i - 1]!;
  const to = points[i]!;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

/** The smallest box around all of `boxes`, with `margin` on each side. */
export function boundsOf(boxes: readonly Box[], margin: number): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 1000, height: 600 };
  const x = Math.min(...boxes.map((b) => b.x)) - margin;
  const y = Math.min(...boxes.map((b) => b.y)) - margin;
  return {
    x,
    y,
    width: Math.max(...boxes.map((b) => b.x + b.width)) + margin - x,
    height: Math.max(...boxes.map((b) => b.y + b.height)) + margin - y,
  };
}
