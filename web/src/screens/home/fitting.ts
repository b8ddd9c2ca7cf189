// What of the planned titles fits: how many, some of them, and one that the service picks.
import { api } from '../../api/client'
import type { MediaType, WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { ApiError } from '../../core/problem'

const BESIDE = 3
const MOST_EXCLUDED = 100

export const TIMES = [90, 120, 0]
export const KINDS = ['movie', 'show', 'anime', ''] as const

export interface Choice {
  /** Minutes at hand; 0 for any. */
  time: number
  kind: MediaType | ''
}

export interface Fitting {
  entry: WatchEntry | null
  beside: WatchEntry[]
}

/** Read an address; what makes no sense in it is left out. */
export const readChoice = (query: URLSearchParams): Choice => ({
  time: TIMES.find((one) => String(one) === query.get('time')) ?? 0,
  kind: KINDS.find((one) => one === query.get('kind')) ?? '',
})

const queryOf = ({ time, kind }: Choice) => ({
  ...(time ? { runtime_to: time } : {}),
  ...(kind ? { media_type: kind } : {}),
})

/** Null where it was removed meanwhile. */
async function pick(choice: Choice, exclude: readonly string[], signal: AbortSignal): Promise<WatchEntry | null> {
  const query = { ...queryOf(choice), exclude: exclude.slice(-MOST_EXCLUDED) }
  try {
    return await ask(() => api.GET('/api/v1/watchlist/pick', { params: { query }, signal }), signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/** One that was not shown yet, as long as there is one, and some more. Nothing is picked where nothing fits. */
export async function readFitting(choice: Choice, shown: readonly string[], signal: AbortSignal): Promise<Fitting> {
  const query = { ...queryOf(choice), status: ['planned' as const], limit: BESIDE + 1, with_total: true }
  const { items, total } = await ask(() => api.GET('/api/v1/watchlist', { params: { query }, signal }), signal)
  if (!items.length) return { entry: null, beside: [] }
  const entry = await pick(choice, shown.length < (total ?? 0) ? shown : [], signal)
  return { entry, beside: items.filter(({ id }) => id !== entry?.id).slice(0, BESIDE) }
}
