// What becomes of each row of an import, as a table for a spreadsheet.
import { type Import, type Row, decisionOf, readRows } from '../../core/imports'
import { w } from '../../words'
import { reasonsOf, resultOf } from './told'

/** A cell; what a spreadsheet would take for a formula stays text. */
const cellOf = (value: unknown): string => {
  const text = value == null ? '' : String(value)
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

function cellsOf(row: Row, state: string): unknown[] {
  const decision = decisionOf(row)
  return [
    row.member,
    row.member_row,
    row.title ?? row.source_text,
    row.year,
    resultOf(row.result, state),
    reasonsOf(row).join('; '),
    decision && (w.importing.decisions[decision] ?? decision),
  ]
}

/** All rows of an import as CSV with a mark that tells programs its encoding. `told` hears how many were read. */
export async function reportOf(one: Import, told: (rows: number) => void, signal: AbortSignal): Promise<Blob> {
  const lines: unknown[][] = [w.importing.columns]
  let cursor: string | null = null
  do {
    const page = await readRows(one.id, { result: null, decided: null }, cursor, signal, 100)
    lines.push(...page.items.map((row) => cellsOf(row, one.state)))
    told(lines.length - 1)
    cursor = page.next_cursor
  } while (cursor)
  const text = lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
  return new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' })
}
