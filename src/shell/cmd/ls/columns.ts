// How ls lays names out: as GNU's calculate_columns, print_many_per_line and indent do, gaps filled with tabs where they fit.

const MIN_COLUMN = 3;
const TAB = 8;

export interface Cell {
  readonly text: string;
  readonly width: number;
}

/** As many columns as fit; `down`: sorted downwards (-C), else across (-x). `lineWidth` 0 = no limit. */
export function printColumns(cells: readonly Cell[], lineWidth: number, down: boolean): string {
  if (cells.length === 0) return '';
  const widths = fitColumns(cells, lineWidth, down);
  const columns = widths.length;
  const rows = Math.ceil(cells.length / columns);
  let text = '';
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (let column = 0; column < columns; column++) {
      const index = down ? column * rows + row : row * columns + column;
      const cell = cells[index];
      if (!cell) break;
      const next = down ? index + rows : column + 1 < columns ? index + 1 : cells.length;
      text += cell.text;
      if (next >= cells.length) break;
      text += indent(at + cell.width, at + widths[column]!, lineWidth !== 0);
      at += widths[column]!;
    }
    text += '\n';
  }
  return text;
}

function fitColumns(cells: readonly Cell[], lineWidth: number, down: boolean): readonly number[] {
  const limit = lineWidth === 0 ? Infinity : lineWidth;
  const most = Math.min(
    cells.length,
    Number.isFinite(limit) ? Math.max(1, Math.ceil(limit / MIN_COLUMN)) : cells.length,
  );
  for (let columns = most; columns > 1; columns--) {
    const widths = columnWidths(cells, columns, down);
    if (widths.reduce((sum, width) => sum + width, 0) < limit) return widths;
  }
  return columnWidths(cells, 1, down);
}

function columnWidths(cells: readonly Cell[], columns: number, down: boolean): number[] {
  const rows = Math.ceil(cells.length / columns);
  const widths = Array.from({ length: columns }, () => MIN_COLUMN);
  cells.forEach((cell, i) => {
    const column = down ? Math.floor(i / rows) : i % columns;
    const needed = cell.width + (column === columns - 1 ? 0 : 2);
    if (needed > widths[column]!) widths[column] = needed;
  });
  return widths;
}

/** Tabs where they reach a stop, blanks elsewhere; a line without a width has blanks alone. */
function indent(from: number, to: number, tabs: boolean): string {
  let text = '';
  for (let at = from; at < to;) {
    if (tabs && Math.floor(to / TAB) > Math.floor((at + 1) / TAB)) {
      text += '\t';
      at += TAB - (at % TAB);
    } else {
      text += ' ';
      at++;
    }
  }
  return text;
}

/** -m: names behind commas. */
export function printCommas(cells: readonly Cell[], lineWidth: number): string {
  let text = '';
  let at = 0;
  cells.forEach((cell, i) => {
    const width = cell.width + (i + 1 < cells.length ? 1 : 0);
    if (i > 0) {
      const fits = lineWidth === 0 || at + 2 + cell.width < lineWidth;
      text += fits ? ', ' : ',\n';
      at = fits ? at + 2 : 0;
    }
    text += cell.text;
    at += width - (i + 1 < cells.length ? 1 : 0);
  });
  return cells.length > 0 ? `${text}\n` : '';
}
