// The filters of My list as its address holds them, and as the service takes them.
import type { MediaType, WatchStatus } from '../api/types'

export interface EntryFilter {
  q: string
  status: WatchStatus | null
  kind: MediaType | null
  genre: string | null
  isFavorite: boolean
  sort: string
}

const STATUSES: readonly string[] = ['planned', 'watching', 'completed', 'on_hold', 'dropped']
const KINDS: readonly string[] = ['movie', 'show', 'anime']
const SORTS: readonly string[] = [
  '-updated_at',
  '-created_at',
  'title',
  '-rating',
  '-average_rating',
  '-release_date',
  'release_date',
  'runtime_minutes',
  '-completed_at',
]

const oneOf = <T extends string>(text: string | null, known: readonly string[]): T | null =>
  text !== null && known.includes(text) ? (text as T) : null

/** Read an address; what makes no sense in it is left out. */
export function readEntryFilter(query: URLSearchParams): EntryFilter {
  const genre = query.get('genre')
  return {
    q: (query.get('q') ?? '').trim().slice(0, 200),
    status: oneOf<WatchStatus>(query.get('status'), STATUSES),
    kind: oneOf<MediaType>(query.get('kind'), KINDS),
    genre: genre && /^[0-9a-f-]{36}$/.test(genre) ? genre : null,
    isFavorite: query.get('favorite') === '1',
    sort: oneOf(query.get('sort'), SORTS) ?? '-updated_at',
  }
}

/** The parameters that lists and counts share: all but the status. */
export function entryQueryOf(filter: EntryFilter) {
  return {
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.kind ? { media_type: filter.kind } : {}),
    ...(filter.genre ? { genre_id: [filter.genre] } : {}),
    ...(filter.isFavorite ? { favorite: true } : {}),
  }
}
