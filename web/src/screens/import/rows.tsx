import {
  type Decision,
  type Import,
  type Row,
  type RowFilter,
  UNDECIDED,
  decide,
  decisionOf,
  readRows,
} from '../../core/imports'
import { sentence } from '../../core/problem'
import { place } from '../../core/router'
import { complain, say } from '../../core/toasts'
import { Endless } from '../../ui/endless'
import { Poster } from '../../ui/poster'
import { Empty } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'
import { importing } from '../../words/importing'
import { ManyRows } from './many'

/** The rows of an import: first those that need a choice, else those of the chosen result. */
export function Rows({ one, reload }: { one: Import; reload: () => void }) {
  const asked = place.value.query.get('result')
  const result = asked ?? (one.undecided ? 'ambiguous' : null)
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
  const choose = async (row: Row, decision: Decision) => {
    const before = view.patch(row.id, {
      decision: decision.decision,
      title_id: 'title_id' in decision ? decision.title_id : null,
    })
    try {
      await decide(one.id, row.id, decision)
      say(w.imports.decided)
      redraw()
    } catch (error) {
      if (before) view.patch(row.id, before)
      complain(sentence(error))
    }
  }
  return (
    <section>
      {one.undecided > 0 && one.state === 'preview' && (
        <div class="head">
          <h2>{w.imports.choose(one.undecided)}</h2>
        </div>
      )}
      {one.state === 'preview' && UNDECIDED.some((kind) => one.counts[kind]) && <ManyRows one={one} done={redraw} />}
      <Endless view={view} empty={<Empty title={w.imports.noRows} />}>
        {(rows) =>
          rows.map((row) => (
            <Line
              key={row.id}
              row={row}
              canDecide={one.state === 'preview' && UNDECIDED.includes(row.result)}
              choose={(decision) => void choose(row, decision)}
            />
          ))
        }
      </Endless>
    </section>
  )
}

function factsOf(row: Row): string {
  const { facts } = row
  return [
    w.imports.rowOf(row.member, row.member_row),
    row.year,
    facts.status,
    facts.watched_on,
    facts.score ?? facts.original_value,
    row.reason,
  ]
    .filter(Boolean)
    .join(' · ')
}

function Line({ row, canDecide, choose }: { row: Row; canDecide: boolean; choose: (decision: Decision) => void }) {
  const chosen = decisionOf(row)
  return (
    <article class="box q">
      <b>{row.title ?? w.common.none}</b> <span class="pill">{w.imports.kinds[row.result] ?? row.result}</span>{' '}
      {chosen && <span class="pill">{importing().decisions[chosen] ?? chosen}</span>}
      <div class="m s">{factsOf(row)}</div>
      {canDecide && (
        <div class="opts">
          {row.candidates.map((candidate) => (
            <button
              key={candidate.title_id}
              type="button"
              class="cand"
              aria-pressed={row.title_id === candidate.title_id}
              onClick={() => choose({ decision: 'candidate', title_id: candidate.title_id })}
            >
              <Poster
                title={{
                  id: candidate.title_id,
                  title: candidate.title,
                  year: candidate.year,
                  media_type: candidate.media_type,
                }}
                width={154}
              />
              <span>
                <b>{candidate.title}</b>
                <small class="m">{[candidate.year, w.kinds[candidate.media_type]].filter(Boolean).join(' · ')}</small>
              </span>
            </button>
          ))}
          <button
            type="button"
            class="btn sm"
            aria-pressed={chosen === 'new_title'}
            onClick={() => choose({ decision: 'new_title' })}
          >
            {w.imports.newTitle}
          </button>
          <button
            type="button"
            class="btn sm"
            aria-pressed={chosen === 'skip'}
            onClick={() => choose({ decision: 'skip' })}
          >
            {w.imports.skip}
          </button>
        </div>
      )}
    </article>
  )
}
