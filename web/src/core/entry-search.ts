// My list from memory: filter, order and counts as the service has them, without a request.
import type { WatchEntry, WatchlistCounts, WatchStatus } from '../api/types'
import type { EntryFilter } from './entry-filter'
import { w } from '../words'

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Titles and notes in plain letters, made once for each entry. */
const plainOf = new WeakMap<WatchEntry, string>()
function wordsOf(entry: WatchEntry): string {
  const known = plainOf.get(entry) ?? plain([entry.title.title, entry.notes ?? ''].join(' '))
  plainOf.set(entry, known)
  return known
}

type Matching = Omit<EntryFilter, 'status' | 'sort'>

function matching(entries: Iterable<WatchEntry>, { q, kind, genre }: Matching): WatchEntry[] {
  const words = plain(q).split(/\s+/).filter(Boolean)
  return [...entries].filter(
    (entry) =>
      (!kind || entry.title.media_type === kind) &&
      (!genre || entry.title.genres.some(({ id }) => id === genre)) &&
      words.every((word) => wordsOf(entry).includes(word)),
  )
}

type Key = string | number | null | undefined

const lastChange = (entry: WatchEntry): Key => entry.updated_at

const KEYS: Record<string, (entry: WatchEntry) => Key> = {
  updated_at: lastChange,
  created_at: (entry) => entry.created_at,
  completed_at: (entry) => entry.completed_at,
  title: (entry) => entry.title.title,
  rating: (entry) => entry.rating,
  average_rating: (entry) => entry.title.average_rating,
  release_date: (entry) => entry.title.release_date,
  runtime_minutes: (entry) => entry.title.runtime_minutes,
}

/** In the order of `sort`; what has no value comes last both ways, and what is equal as the service has it, by id. */
export function ordered(entries: readonly WatchEntry[], sort: string): WatchEntry[] {
  const isDown = sort.startsWith('-')
  const key = KEYS[sort.replace('-', '')] ?? lastChange
  const collator = new Intl.Collator(w.locale, { sensitivity: 'base', numeric: true })
  const compare = (a: NonNullable<Key>, b: NonNullable<Key>) =>
    sort === 'title' ? collator.compare(String(a), String(b)) : a < b ? -1 : a > b ? 1 : 0
  const rows = entries.map((entry) => ({ entry, key: key(entry) ?? null }))
  rows.sort((a, b) => {
    if (a.key === null || b.key === null)
      return Number(a.key === null) - Number(b.key === null) || (a.entry.id < b.entry.id ? 1 : -1)
    return (isDown ? compare(b.key, a.key) : compare(a.key, b.key)) || (a.entry.id < b.entry.id === isDown ? 1 : -1)
  })
  return rows.map(({ entry }) => entry)
}

export function chosen(entries: Iterable<WatchEntry>, filter: EntryFilter): WatchEntry[] {
  return ordered(
    matching(entries, filter).filter(({ status }) => !filter.status || status === filter.status),
    filter.sort,
  )
}

/** How many there are of each status and genre, as `GET /watchlist/counts` says it. */
export function counted(
  entries: Iterable<WatchEntry>,
  filter: Matching,
): Pick<WatchlistCounts, 'total' | 'by_status' | 'by_genre'> {
  const all = matching(entries, filter)
  const by_status: Record<WatchStatus, number> = { planned: 0, watching: 0, completed: 0, on_hold: 0, dropped: 0 }
  const genres = new Map<string, WatchlistCounts['by_genre'][number]>()
  for (const { status, title } of all) {
    by_status[status]++
    for (const { id, name } of title.genres) {
      const genre = genres.get(id) ?? { id, name, count: 0 }
      genre.count++
      genres.set(id, genre)
    }
  }
  return { total: all.length, by_status, by_genre: [...genres.values()].sort((a, b) => b.count - a.count) }
}
