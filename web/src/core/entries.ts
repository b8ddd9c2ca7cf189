import { api } from '../api/client'
import type { CardTitle, WatchEntry } from '../api/types'
import { ask } from './asking'

export const refreshEntry = (id: string): Promise<WatchEntry> =>
  ask(() => api.GET('/api/v1/watchlist/{entry_id}', { params: { path: { entry_id: id } } }))

/** An entry's title with what the person has of it, as cards and menus read it. */
export const cardOf = (entry: WatchEntry): CardTitle => ({
  ...entry.title,
  viewer: { watch_entry_id: entry.id, status: entry.status, rating: entry.rating, review_id: null },
})
