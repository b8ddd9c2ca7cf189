// The whole list in memory: read once from the change feed, then kept in step by it. No DOM, no framework.
import type { components } from '../api/schema'
import type { Rating, WatchEntry } from '../api/types'
import type { KnownRating } from './versions'

export type ChangePage = components['schemas']['ChangePage']

/** What is stored for the next visit: the entries and where to go on, together or not at all. */
export interface Stored {
  account: string
  cursor: string
  entries: WatchEntry[]
  ratings: KnownRating[]
}

/** More than this stays on the server. */
export const MOST = 10_000

export interface Applied {
  /** Each entry that is new, changed or gone, with whether it is still there. */
  entries: { entry: WatchEntry; isThere: boolean }[]
  ratings: { rating: KnownRating; isThere: boolean }[]
}

export class EntryCopy {
  entries = new Map<string, WatchEntry>()
  /** What is needed of ratings: their versions. */
  ratings = new Map<string, KnownRating>()
  cursor: string | null = null
  /** Whether the first reading is through: only then does the copy tell what there is not. */
  isWhole = false
  #seen = new Set<string>()

  /** Go on with what was stored. */
  take(stored: Stored): void {
    this.entries = new Map(stored.entries.map((entry) => [entry.id, entry]))
    this.ratings = new Map(stored.ratings.map((rating) => [rating.id, rating]))
    this.cursor = stored.cursor
    this.isWhole = true
  }

  /** Begin the reading anew; what is there stays useful until it ends. */
  restart(): void {
    this.cursor = null
    this.#seen.clear()
  }

  /** Apply a page of the feed. */
  apply(page: ChangePage): Applied {
    const entries = page.items.flatMap(({ id, kind, data }) => {
      if (kind !== 'watchlist') return []
      const [entry, isThere] = this.#put(this.entries, id, data as WatchEntry | null)
      return entry ? [{ entry, isThere }] : []
    })
    const ratings = page.items.flatMap(({ id, kind, data }) => {
      if (kind !== 'ratings') return []
      const of = data as Rating | null
      const [rating, isThere] = this.#put(
        this.ratings,
        id,
        of && { id, titleId: of.title.id, score: of.score, updatedAt: of.updated_at },
      )
      return rating ? [{ rating, isThere }] : []
    })
    if (page.is_snapshot) for (const { id } of page.items) this.#seen.add(id)
    if (page.is_snapshot && !page.has_more) this.#dropUnseen()
    if (!page.has_more) this.isWhole = true
    this.cursor = page.next_cursor
    return { entries, ratings }
  }

  #put<T>(all: Map<string, T>, id: string, now: T | null): [T | undefined, boolean] {
    const before = all.get(id)
    if (now) all.set(id, now)
    else all.delete(id)
    return [now ?? before, now !== null]
  }

  #dropUnseen(): void {
    for (const all of [this.entries, this.ratings]) for (const id of all.keys()) if (!this.#seen.has(id)) all.delete(id)
    this.#seen.clear()
  }

  stored(account: string): Stored | null {
    return this.isWhole && this.cursor
      ? { account, cursor: this.cursor, entries: [...this.entries.values()], ratings: [...this.ratings.values()] }
      : null
  }
}
