import { useLayoutEffect, useState } from 'preact/hooks'
import type { WatchEntry } from '../../api/types'
import type { EntryFilter } from '../../core/entry-filter'
import type { ListView } from '../../core/list'
import { setQuery } from '../../core/router'
import { Icon } from '../../ui/icon'
import { isPhone, scale } from '../../ui/scale'
import { Virtual } from '../../ui/virtual'
import { w } from '../../words'
import { EntryRow } from './entry-row'

interface Props {
  view: ListView<WatchEntry, EntryFilter>
  filter: EntryFilter
  selected: ReadonlySet<string>
  toggle: (id: string) => void
  selectAll: (all: boolean) => void
  focus: string | null
}

export function Rows({ view, filter, selected, toggle, selectAll, focus }: Props) {
  const [rowHeight, setRowHeight] = useState(73)
  useLayoutEffect(() => {
    const measure = () => setRowHeight((isPhone() ? 77 : 73) * scale())
    measure()
    addEventListener('resize', measure)
    return () => removeEventListener('resize', measure)
  }, [])
  const columns = w.list.columns
  return (
    <div class={`entries${view.isLoading ? ' is-loading' : ''}`}>
      <div class="entry-head no-phone">
        <input
          type="checkbox"
          aria-label={w.list.selectAll}
          checked={selected.size > 0 && selected.size >= view.items.length}
          onChange={(event) => selectAll(event.currentTarget.checked)}
        />
        <SortHead class="wide" sort="title" now={filter.sort} label={columns.title} />
        <span>{columns.status}</span>
        <SortHead class="num" sort="-rating" now={filter.sort} label={columns.yours} />
        <SortHead class="num len" sort="runtime_minutes" now={filter.sort} label={columns.length} />
        <SortHead class="num chd" sort="-updated_at" now={filter.sort} label={columns.changed} />
      </div>
      <Virtual
        label={w.list.title}
        class="rows"
        count={view.items.length}
        total={view.isComplete ? view.items.length : (view.total ?? view.items.length)}
        columns={1}
        rowHeight={rowHeight}
        need={(last) => void view.need(last)}
        render={(index) => {
          const entry = view.items[index]
          if (!entry)
            return (
              <li key={index} class="entry-row">
                <div class="bone l1" />
              </li>
            )
          return (
            <EntryRow
              key={entry.id}
              entry={entry}
              filter={filter}
              isSelected={selected.has(entry.id)}
              isFocused={focus === entry.id}
              toggle={() => toggle(entry.id)}
            />
          )
        }}
      />
    </div>
  )
}

/** The head of a column, which orders the list by it. */
const SortHead = ({ sort, now, label, ...of }: { class: string; sort: string; now: string; label: string }) => (
  <span class={of.class}>
    <button
      type="button"
      class="sort"
      aria-pressed={now === sort}
      title={w.list.sorts[sort]}
      onClick={() => setQuery({ sort }, { push: true })}
    >
      {label}
      {now === sort && <Icon name="down" />}
    </button>
  </span>
)
