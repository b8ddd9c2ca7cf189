import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../api/client'
import type { ListedTitle } from '../api/types'
import { ask } from '../core/asking'
import type { ReadPage } from '../core/list'
import { place, setQuery } from '../core/router'
import { me } from '../core/session'
import { type TitleFilter, countOf, queryOf, readFilter } from '../core/title-filter'
import { Dialog } from '../ui/dialog'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { PosterSize } from '../ui/poster-size'
import { isSearchWished } from '../ui/search-wish'
import { Bones, Failure } from '../ui/states'
import { useList } from '../ui/use-list'
import { VirtualGrid } from '../ui/virtual-grid'
import { w } from '../words'
import { Chosen } from './browse/chosen'
import { Filters } from './browse/filters'
import { Nothing } from './browse/nothing'

const read: ReadPage<ListedTitle, TitleFilter> = ({ filter, cursor, withTotal, signal }) => {
  const query = {
    ...queryOf(filter),
    sort: filter.sort as never,
    limit: 60,
    with_total: withTotal,
    ...(cursor ? { cursor } : {}),
  }
  return ask(() => api.GET('/api/v1/titles', { params: { query }, signal }), signal)
}

export default function Browse() {
  const asked = readFilter(place.value.query)
  const filter = me.value ? asked : { ...asked, isUndone: false }
  const view = useList('browse', read, filter)
  const [isSheet, setSheet] = useState(false)
  const chosen = countOf(filter)
  const count = filter.sort === 'relevance' ? view.matches : view.total
  useEffect(() => setSheet(false), [place.value.path])
  return (
    <>
      <Heading title={w.browse.title} isHidden />
      <div class="row wrap bar">
        <SearchField q={filter.q} />
        <button type="button" class="btn only-phone" onClick={() => setSheet(true)}>
          <Icon name="filter" />
          {w.common.filter}
          {chosen > 0 && <span class="pill">{chosen}</span>}
        </button>
      </div>
      <div class="cols">
        <aside class="no-phone" aria-label={w.common.filter}>
          <Filters filter={filter} />
        </aside>
        <div>
          <div class="row wrap act">
            <span class="m" role="status">
              {count !== null && (filter.q ? w.browse.countFor(count, filter.q) : w.browse.count(count))}
            </span>
            <Chosen filter={filter} />
            <span class="row push">
              <PosterSize />
              <SortMenu filter={filter} />
            </span>
          </div>
          <Results view={view} filter={filter} />
        </div>
      </div>
      {isSheet && (
        <Dialog title={w.common.filter} close={() => setSheet(false)}>
          <Filters filter={filter} />
          <button type="button" class="btn lamp sheet-done" onClick={() => setSheet(false)}>
            {count === null ? w.common.done : w.browse.count(count)}
          </button>
        </Dialog>
      )}
    </>
  )
}

function SearchField({ q }: { q: string }) {
  const [text, setText] = useState(q)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isSearchWished.value) input.current?.focus()
    isSearchWished.value = false
  }, [isSearchWished.value])
  useEffect(() => setText((before) => (before.trim() === q ? before : q)), [q])
  useEffect(() => {
    if (text.trim() === q) return
    const timer = setTimeout(() => setQuery({ q: text.trim() || null, sort: null }), 120)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <label class="find big">
      <span class="vh">{w.nav.searchCatalogue}</span>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        id="search"
        value={text}
        placeholder={w.nav.searchTitles}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <kbd class="no-phone" aria-hidden="true">
        /
      </kbd>
    </label>
  )
}

function SortMenu({ filter }: { filter: TitleFilter }) {
  const sorts = Object.entries(w.browse.sorts).filter(([sort]) => sort !== 'relevance' || filter.q)
  const choices = () =>
    sorts.map(([sort, label]) => ({
      label,
      isChosen: filter.sort === sort,
      pick: () => setQuery({ sort }, { push: true }),
    }))
  return (
    <Menu class="btn sm" label={`${w.common.sort}: ${w.browse.sorts[filter.sort]}`} choices={choices}>
      {w.browse.sorts[filter.sort]}
      <Icon name="down" />
    </Menu>
  )
}

function Results({
  view,
  filter,
}: {
  view: ReturnType<typeof useList<ListedTitle, TitleFilter>>
  filter: TitleFilter
}) {
  if (view.error && !view.items.length) return <Failure error={view.error} retry={() => void view.retry()} />
  if (!view.items.length && !view.isComplete) return <Bones />
  if (!view.items.length) return <Nothing filter={filter} />
  return (
    <>
      <VirtualGrid view={view} titleOf={(title: ListedTitle) => title} label={w.browse.title} />
      {view.error ? (
        <Failure error={view.error} retry={() => void view.retry()} />
      ) : (
        view.isComplete && <p class="end m s">{endOf(view.items.length, view.matches, filter)}</p>
      )}
    </>
  )
}

/** What stands below the last title. A list by relevance has the best matches alone. */
function endOf(shown: number, matches: number | null, filter: TitleFilter): string {
  const isCut = filter.sort === 'relevance' && matches !== null && matches > shown
  return isCut ? w.browse.bestMatches(shown, matches) : w.common.thatIsAll
}
