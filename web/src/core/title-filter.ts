// The filters of Browse as its address holds them, and as the service takes them.
import type { MediaType } from '../api/types'

export interface TitleFilter {
  q: string
  kind: MediaType | null
  genres: string[]
  platforms: string[]
  from: number | null
  to: number | null
  least: number | null
  /** Whether what one completed or dropped is left out. */
  isUndone: boolean
  sort: string
}

const KINDS: readonly string[] = ['movie', 'show', 'anime']
const SORTS: readonly string[] = [
  'relevance',
  '-weighted_rating',
  '-release_date',
  'release_date',
  'title',
  '-created_at',
  '-ratings_count',
]
const UUID = /^[0-9a-f-]{36}$/

function numberIn(text: string | null, lowest: number, highest: number): number | null {
  const value = Number(text ?? Number.NaN)
  return Number.isFinite(value) && value >= lowest && value <= highest ? value : null
}

/** Read an address; what makes no sense in it is left out, so that an old link never ends in an error. */
export function readFilter(query: URLSearchParams): TitleFilter {
  const q = (query.get('q') ?? '').trim().slice(0, 200)
  const kind = query.get('kind') ?? ''
  const sort = query.get('sort') ?? ''
  const years = [numberIn(query.get('from'), 1800, 2999), numberIn(query.get('to'), 1800, 2999)] as const
  const isReversed = years[0] !== null && years[1] !== null && years[0] > years[1]
  const isKnown = SORTS.includes(sort) && (sort !== 'relevance' || q !== '')
  return {
    q,
    kind: KINDS.includes(kind) ? (kind as MediaType) : null,
    genres: query.getAll('genre').filter((id) => UUID.test(id)),
    platforms: query.getAll('platform').filter((id) => UUID.test(id)),
    from: isReversed ? years[1] : years[0],
    to: isReversed ? years[0] : years[1],
    least: numberIn(query.get('least'), 1, 5),
    isUndone: query.get('undone') === '1',
    sort: isKnown ? sort : q ? 'relevance' : '-weighted_rating',
  }
}

/** The parameters of `GET /titles` and its facets. */
export function queryOf(filter: TitleFilter) {
  return {
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.kind ? { media_type: filter.kind } : {}),
    ...(filter.genres.length ? { genre_id: filter.genres } : {}),
    ...(filter.platforms.length ? { platform_id: filter.platforms } : {}),
    ...(filter.from ? { year_from: filter.from } : {}),
    ...(filter.to ? { year_to: filter.to } : {}),
    ...(filter.least && filter.least > 1 ? { min_rating: filter.least } : {}),
    ...(filter.isUndone ? { without_status: ['completed' as const, 'dropped' as const] } : {}),
  }
}

export const countOf = (filter: TitleFilter): number =>
  [filter.kind, filter.from ?? filter.to, filter.least, filter.isUndone].filter(Boolean).length +
  filter.genres.length +
  filter.platforms.length
