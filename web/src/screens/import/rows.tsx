import {
  type Decision,
  type Import,
  type Row,
  type RowFilter,
  NAMING,
  UNDECIDED,
  decide,
  decisionBackTo,
  readRows,
  resultShown,
} from '../../core/imports'
import { sentence } from '../../core/problem'
import { place } from '../../core/router'
import { complain, say } from '../../core/toasts'
import { Endless } from '../../ui/endless'
import { Empty } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'
import { ManyRows } from './many'
import { Line } from './row'

/** The rows of an import: first those that need a choice, else those of the chosen result. */
export function Rows({ one, reload }: { one: Import; reload: () => void }) {
  const result = resultShown(one, place.value.query)
  const filter = { result, decided: place.value.query.get('decided') }
  const view = useList<Row, RowFilter>(
    `rows ${one.id}`,
    ({ filter, cursor, signal }) => readRows(one.id, filter, cursor, signal),
    filter,
  )
  const redraw = () => {
    void view.refilter()
    reload()
  }
  const choose = async (row: Row, decision: Decision, isBack = false) => {
    const before = view.patch(row.id, {
      decision: decision.decision === 'title' ? 'candidate' : decision.decision,
      title_id: 'title_id' in decision ? decision.title_id : null,
    })
    try {
      await decide(one.id, row.id, decision)
      if (isBack) say(w.did.undone)
      else say(w.imports.decided, () => void choose(row, decisionBackTo(row), true))
      redraw()
    } catch (error) {
      if (before) view.patch(row.id, before)
      complain(sentence(error))
    }
  }
  return (
    <section class="its-rows">
      {one.state === 'preview' && UNDECIDED.some((kind) => one.counts[kind]) && <ManyRows one={one} done={redraw} />}
      <Endless view={view} empty={<Empty title={w.imports.noRows} />}>
        {(rows) =>
          rows.map((row) => (
            <Line
              key={row.id}
              row={row}
              isOfMany={result === null}
              state={one.state}
              canDecide={one.state === 'preview' && NAMING.includes(row.result)}
              choose={(decision) => void choose(row, decision)}
            />
          ))
        }
      </Endless>
    </section>
  )
}
