// The filters of one list as its address holds them, and as the service takes them.
import type { MediaType, WatchStatus } from '../api/types'

export interface ItemFilter {
  listId: string
  kind: MediaType | null
  status: WatchStatus | null
  sort: string
}

const KINDS: readonly string[] = ['movie', 'show', 'anime']
const STATUSES: readonly string[] = ['watching', 'planned', 'completed', 'on_hold', 'dropped']
/** `rank` is the list's own order, the only one in which titles can be moved. */
export const SORTS = ['rank', '-created_at', 'title', '-average_rating', '-release_date', 'release_date'] as const

const oneOf = <T extends string>(text: string | null, known: readonly string[]): T | null =>
  text !== null && known.includes(text) ? (text as T) : null

/** Read an address; what makes no sense in it is left out. */
export const readItemFilter = (listId: string, query: URLSearchParams): ItemFilter => ({
  listId,
  kind: oneOf<MediaType>(query.get('kind'), KINDS),
  status: oneOf<WatchStatus>(query.get('status'), STATUSES),
  sort: oneOf(query.get('sort'), SORTS) ?? 'rank',
})

export const isWhole = (filter: ItemFilter): boolean => !filter.kind && !filter.status && filter.sort === 'rank'

export const itemQueryOf = (filter: ItemFilter) => ({
  sort: filter.sort as 'rank',
  ...(filter.kind ? { media_type: filter.kind } : {}),
  ...(filter.status ? { status: [filter.status] } : {}),
})
