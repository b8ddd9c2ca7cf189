/** Which rows of a long list stand in the window: rows of equal height, some more above and below. */
export function visibleRows(at: { top: number; height: number; rowHeight: number; rows: number; more?: number }) {
  const more = at.more ?? 6
  const first = Math.max(0, Math.floor(at.top / at.rowHeight) - more)
  const end = Math.min(at.rows, Math.ceil((at.top + at.height) / at.rowHeight) + more)
  return { first: Math.min(first, Math.max(0, at.rows - 1)), end: Math.max(end, 0) }
}
