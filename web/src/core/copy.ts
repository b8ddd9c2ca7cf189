// The whole list in memory: read once from the change feed, then kept in step by it. No DOM, no framework.
import type { components } from '../api/schema'
import type { WatchEntry } from '../api/types'

export type ChangePage = components['schemas']['ChangePage']

/** What is stored for the next visit: the entries and where to go on, together or not at all. */
export interface Stored {
  account: string
  cursor: string
  entries: WatchEntry[]
}

/** More than this stays on the server. */
export const MOST = 10_000

export class EntryCopy {
  entries = new Map<string, WatchEntry>()
  cursor: string | null = null
  /** Whether the first reading is through: only then does the copy tell what there is not. */
  isWhole = false
  #seen = new Set<string>()

  /** Go on with what was stored. */
  take(stored: Stored): void {
    this.entries = new Map(stored.entries.map((entry) => [entry.id, entry]))
    this.cursor = stored.cursor
    this.isWhole = true
  }

  /** Begin the reading anew; what is there stays useful until it ends. */
  restart(): void {
    this.cursor = null
    this.#seen.clear()
  }

  /** Apply a page of the feed; returns each entry that is new, changed or gone, with whether it is still there. */
  apply(page: ChangePage): { entry: WatchEntry; isThere: boolean }[] {
    const changed = page.items.flatMap(({ id, data }) => {
      const entry = data as WatchEntry | null
      const before = this.entries.get(id)
      if (entry) this.entries.set(id, entry)
      else this.entries.delete(id)
      if (page.is_snapshot) this.#seen.add(id)
      const shown = entry ?? before
      return shown ? [{ entry: shown, isThere: entry !== null }] : []
    })
    if (page.is_snapshot && !page.has_more) {
      for (const id of this.entries.keys()) if (!this.#seen.has(id)) this.entries.delete(id)
      this.#seen.clear()
    }
    if (!page.has_more) this.isWhole = true
    this.cursor = page.next_cursor
    return changed
  }

  stored(account: string): Stored | null {
    return this.isWhole && this.cursor ? { account, cursor: this.cursor, entries: [...this.entries.values()] } : null
  }
}
