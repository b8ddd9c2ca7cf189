import { useEffect } from 'preact/hooks'
import type { WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { api } from '../../api/client'
import { entries } from '../../core/elsewhere'
import { favoriteEntries, learnFavorites } from '../../core/favorites'
import { type EntryFilter, entryQueryOf } from '../../core/entry-filter'
import { chosen, counted } from '../../core/entry-search'
import type { ListView, ReadPage } from '../../core/list'
import { sentence } from '../../core/problem'
import { complain } from '../../core/toasts'
import { changes } from '../../core/viewers'
import { type Loaded, useLoad } from '../../ui/load'

/** What the filter is about, of the copy in memory; null until that is whole. */
const copyFor = (filter: EntryFilter): readonly WatchEntry[] | null =>
  filter.isFavorite ? favoriteEntries.value : entries.value

/** The whole list at once from memory; page by page from the service until it is there. */
export const readEntries: ReadPage<WatchEntry, EntryFilter> = async ({ filter, cursor, withTotal, signal }) => {
  const copy = copyFor(filter)
  if (copy) return { items: chosen(copy, filter), next_cursor: null }
  const query = {
    ...entryQueryOf(filter),
    ...(filter.status ? { status: [filter.status] } : {}),
    ...(cursor ? { cursor } : {}),
    sort: filter.sort as '-updated_at',
    limit: 100,
    with_total: withTotal,
  }
  return ask(() => api.GET('/api/v1/watchlist', { params: { query }, signal }), signal)
}

/** Rows follow the copy. What no longer fits the filter stays where it is until the next look; what is new comes in. */
export function useCopy(view: ListView<WatchEntry, EntryFilter>, filter: EntryFilter): void {
  const copy = copyFor(filter)
  useEffect(() => {
    if (filter.isFavorite) learnFavorites().catch((error: unknown) => complain(sentence(error)))
  }, [filter.isFavorite])
  useEffect(() => {
    if (!copy || JSON.stringify(view.filter) !== JSON.stringify(filter)) return
    const shown = new Set(view.items.map(({ id }) => id))
    const isNew = chosen(copy, filter).some(({ id }) => !shown.has(id))
    if (isNew || !view.isComplete || view.error) void view.refilter()
    else view.renew(copy)
  }, [copy])
}

/** How many there are of each status, of the rest of the filter. */
export function useCounts(filter: EntryFilter): Loaded<ReturnType<typeof counted>> {
  const { status: _, sort: __, ...rest } = filter
  const copy = copyFor(filter)
  const counts = useLoad<ReturnType<typeof counted>>(`counts ${JSON.stringify(rest)}`, async (signal) =>
    copy
      ? counted(copy, filter)
      : ask(() => api.GET('/api/v1/watchlist/counts', { params: { query: entryQueryOf(filter) }, signal }), signal),
  )
  useEffect(() => void ((copy || changes.value) && counts.reload()), [copy, copy ? 0 : changes.value])
  return counts
}
