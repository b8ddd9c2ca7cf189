import { api } from '../../api/client'
import type { WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { allPages } from '../../core/pages'

/** The ids of a season's episodes that were seen in the current viewing. */
export async function seenEpisodes(entry: WatchEntry | null, season: number, signal: AbortSignal): Promise<ReadonlySet<string>> {
  if (!entry) return new Set()
  const plays = await allPages((cursor) => {
    const query = { season, viewing: entry.viewing, limit: 100, cursor }
    return ask(() => api.GET('/api/v1/watchlist/{entry_id}/plays', { params: { path: { entry_id: entry.id }, query }, signal }), signal)
  })
  return new Set(plays.flatMap((play) => play.episode?.id ?? []))
}
