import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import type { WatchEntry } from '../api/types'
import { cardOf } from '../core/entries'
import { type EntryFilter, readEntryFilter } from '../core/entry-filter'
import { number } from '../core/format'
import { href } from '../core/root'
import { place, setQuery } from '../core/router'
import { rememberFilter, rememberedFilter } from '../core/remembered'
import { store, stored } from '../core/theme'
import { say } from '../core/toasts'
import { RowBones } from '../ui/bones'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { PosterSize } from '../ui/poster-size'
import { Bones, Empty, Failure } from '../ui/states'
import { STATUSES, Status } from '../ui/status'
import { useList } from '../ui/use-list'
import { VirtualGrid } from '../ui/virtual-grid'
import { w } from '../words'
import { BulkBar } from './my-list/bulk-bar'
import { useListKeys } from './my-list/list-keys'
import { PosterItem } from './my-list/poster-item'
import { Rows } from './my-list/rows'
import { Tools } from './my-list/tools'
import { readEntries, useCopy, useCounts } from './my-list/use-copy'

const VIEW = 'watchkeeper.list-view'

/** Without a filter in its address the list is as it was looked at last. */
function useRemembered(): void {
  const { path, query, by } = place.value
  useLayoutEffect(() => {
    const last = query.size || by === 'back' ? null : rememberedFilter()
    if (!last) return
    if (last.status || last.sort) setQuery({ status: last.status, sort: last.sort })
    if (last.isBroken) say(w.viewing.forgotten)
  }, [])
  useEffect(() => {
    if (path === '/list') rememberFilter(query)
  }, [path, query])
}

export default function MyList() {
  useRemembered()
  const filter = readEntryFilter(place.value.query)
  const view = useList('my-list', readEntries, filter)
  useCopy(view, filter)
  const counts = useCounts(filter)
  const [isRows, setRows] = useState(stored(VIEW) !== 'posters')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => setSelected(new Set()), [filter.status, filter.q])

  const show = (rows: boolean) => {
    setRows(rows)
    store(VIEW, rows ? 'rows' : 'posters')
  }
  const toggle = (id: string) =>
    setSelected((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set(before).add(id),
    )
  const focus = useListKeys({ view, selected, toggle, clear: () => setSelected(new Set()) })
  const chosen = view.items.filter((entry) => selected.has(entry.id))
  return (
    <>
      <div class="row wrap ttl">
        <Heading title={w.list.title} />
        <span class="push">{!isRows && <PosterSize />}</span>
        <span class="seg" role="group" aria-label={w.list.view}>
          <button type="button" aria-pressed={!isRows} aria-label={w.list.posters} onClick={() => show(false)}>
            <Icon name="grid" />
          </button>
          <button type="button" aria-pressed={isRows} aria-label={w.list.rows} onClick={() => show(true)}>
            <Icon name="rows" />
          </button>
        </span>
      </div>
      <div class="row wrap scrollx tabs" role="group" aria-label={w.title.status}>
        <button
          type="button"
          class="chip"
          aria-pressed={filter.status === null}
          onClick={() => setQuery({ status: null }, { push: true })}
        >
          {w.common.all} <b>{counts.value ? number(counts.value.total) : ''}</b>
        </button>
        {STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            class="chip"
            aria-pressed={filter.status === status}
            onClick={() => setQuery({ status }, { push: true })}
          >
            <Status status={status} /> <b>{counts.value ? number(counts.value.by_status[status] ?? 0) : ''}</b>
          </button>
        ))}
      </div>
      <Tools filter={filter} genres={counts.value?.by_genre ?? []} />
      <Content view={view} filter={filter} isRows={isRows}>
        {isRows ? (
          <Rows
            view={view}
            filter={filter}
            selected={selected}
            toggle={toggle}
            selectAll={(all) => setSelected(new Set(all ? view.items.map((entry) => entry.id) : []))}
            focus={focus}
          />
        ) : (
          <VirtualGrid
            view={view}
            titleOf={cardOf}
            label={w.list.title}
            draw={(entry) => (
              <PosterItem
                key={entry.id}
                entry={entry}
                filter={filter}
                isSelected={selected.has(entry.id)}
                isFocused={focus === entry.id}
                toggle={() => toggle(entry.id)}
              />
            )}
          />
        )}
      </Content>
      {chosen.length > 0 && (
        <BulkBar entries={chosen} clear={() => setSelected(new Set())} restored={() => void view.refilter()} />
      )}
    </>
  )
}

function Content({
  view,
  filter,
  isRows,
  children,
}: {
  isRows: boolean
  view: ReturnType<typeof useList<WatchEntry, EntryFilter>>
  filter: EntryFilter
  children: preact.ComponentChildren
}) {
  if (view.error && !view.items.length) return <Failure error={view.error} retry={() => void view.retry()} />
  if (!view.items.length && !view.isComplete) return isRows ? <RowBones /> : <Bones />
  if (view.items.length) {
    return (
      <>
        {children}
        {view.isComplete && <p class="end m s">{w.common.thatIsAll}</p>}
      </>
    )
  }
  const isFiltered = filter.q || filter.status || filter.kind || filter.genre || filter.isFavorite
  if (isFiltered) {
    return (
      <Empty title={w.list.noneTitle} text={w.list.noneMore}>
        <button
          type="button"
          class="btn"
          onClick={() => setQuery({ q: null, status: null, kind: null, genre: null, favorite: null }, { push: true })}
        >
          {w.browse.clear}
        </button>
      </Empty>
    )
  }
  return (
    <Empty title={w.list.emptyTitle} text={w.list.emptyMore}>
      <a class="btn lamp" href={href('/browse')}>
        <Icon name="search" />
        {w.nav.browse}
      </a>
    </Empty>
  )
}
