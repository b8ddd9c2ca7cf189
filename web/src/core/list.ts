// A list that is read page by page. No DOM, no framework: screens listen to `changed`.
import { isAbort } from './problem'

export interface Page<T> {
  items: T[]
  next_cursor: string | null
  total?: number | null
}

export type ReadPage<T, F> = (request: {
  filter: F
  cursor: string | null
  withTotal: boolean
  signal: AbortSignal
}) => Promise<Page<T>>

const REMAINING = 30

export class ListView<T extends { id: string }, F> {
  items: T[] = []
  total: number | null = null
  /** What the first page counted. A list by relevance ends before it. */
  matches: number | null = null
  isLoading = false
  isComplete = false
  error: unknown = null
  /** The row the person was on: for the way back. */
  focused: string | null = null
  #cursor: string | null = null
  #abort: AbortController | null = null
  #known = new Set<string>()

  constructor(
    readonly read: ReadPage<T, F>,
    public filter: F,
    public changed: () => void = () => undefined,
  ) {}

  /** Begin anew. What is shown stays until the first page of the new filter is here. */
  async refilter(filter: F = this.filter): Promise<void> {
    this.filter = filter
    this.#abort?.abort()
    this.isLoading = false
    await this.#load(null)
  }

  /** Read the next page when fewer than thirty rows are left below the last visible one. */
  async need(lastVisible: number): Promise<void> {
    if (this.isLoading || this.isComplete || this.error || lastVisible + REMAINING < this.items.length) return
    await this.#load(this.#cursor)
  }

  async retry(): Promise<void> {
    this.error = null
    await this.#load(this.#cursor)
  }

  /** Change one row in place; returns how it was. */
  patch(id: string, change: Partial<T>): T | undefined {
    const at = this.items.findIndex((item) => item.id === id)
    const before = this.items[at]
    if (!before) return undefined
    this.items = this.items.with(at, { ...before, ...change })
    this.changed()
    return before
  }

  /** Show rows as they are in `items` now; those that are not among them stay as they were. */
  renew(items: readonly T[]): void {
    const now = new Map(items.map((item) => [item.id, item]))
    this.items = this.items.map((item) => now.get(item.id) ?? item)
    this.changed()
  }

  /** Show the first rows as they are now; those that came since stand before the others. */
  async freshen(): Promise<void> {
    if (this.isLoading) return
    const page = await this.read({
      filter: this.filter,
      cursor: null,
      withTotal: false,
      signal: new AbortController().signal,
    })
    const fresh = page.items.filter((item) => !this.#known.has(item.id) && this.#known.add(item.id))
    this.items = [...fresh, ...this.items]
    this.renew(page.items)
  }

  /** Remove rows; returns a function that puts them back where they were. */
  remove(ids: ReadonlySet<string>): () => void {
    const before = this.items
    this.items = before.filter((item) => !ids.has(item.id))
    const removed = before.length - this.items.length
    if (this.total !== null) this.total -= removed
    this.changed()
    return () => {
      const since = this.items.filter((item) => !before.includes(item))
      this.items = [...before, ...since.filter((item) => !before.some((old) => old.id === item.id))]
      if (this.total !== null) this.total += removed
      this.changed()
    }
  }

  stop(): void {
    this.#abort?.abort()
    this.isLoading = false
  }

  async #load(cursor: string | null): Promise<void> {
    const abort = new AbortController()
    this.#abort = abort
    this.isLoading = true
    this.error = null
    this.changed()
    try {
      const page = await this.read({ filter: this.filter, cursor, withTotal: cursor === null, signal: abort.signal })
      if (abort.signal.aborted) return
      this.#take(page, cursor === null)
    } catch (error) {
      if (abort.signal.aborted || isAbort(error)) return
      this.error = error
    }
    this.isLoading = false
    this.changed()
  }

  #take(page: Page<T>, isFirst: boolean): void {
    if (isFirst) {
      this.#known.clear()
      this.items = []
      this.matches = page.total ?? null
      this.total = this.matches
    }
    const fresh = page.items.filter((item) => !this.#known.has(item.id) && this.#known.add(item.id))
    this.items = [...this.items, ...fresh]
    this.#cursor = page.next_cursor
    this.isComplete = page.next_cursor === null
    if (this.isComplete) this.total = this.items.length
  }
}
