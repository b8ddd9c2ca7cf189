// A change is made from what a person saw. Where the service has something else by now, the person chooses.
import type { Viewer } from '../api/types'
import { ApiError } from './problem'

/** What a change is about. */
export type Part = 'status' | 'rating'

/** What was seen is not what is there: `theirs` is. */
export class ChangedElsewhere<S = Viewer> extends Error {
  constructor(readonly theirs: S) {
    super('changed elsewhere')
  }
}

const OF_ANOTHER_VERSION = [
  'precondition_failed',
  'already_in_watchlist',
  'already_rated',
  'watch_entry_not_found',
  'rating_not_found',
]
const MOST_TRIES = 3

export const isOfAnotherVersion = (error: unknown): boolean =>
  error instanceof ApiError && OF_ANOTHER_VERSION.includes(error.code)

interface Bulk {
  items: { action: string; if_version?: string }[]
}

/** The body of a bulk without versions, as what is there now needs it: an entry that is there is changed, not made. */
export function unversioned(path: string, body: string, theirs: Viewer): string {
  const whole = JSON.parse(body) as Bulk
  if (!Array.isArray(whole.items)) return body
  const made = path.includes('/ratings/') ? 'put' : theirs.watch_entry_id ? 'patch' : 'create'
  const items = whole.items.map(({ if_version: _, action, ...item }) => ({
    action: action === 'delete' ? action : made,
    ...item,
  }))
  return JSON.stringify({ ...whole, items })
}

interface Guarded<S, T> {
  seen: S
  /** What of it the change is about. */
  of: (state: S) => unknown
  /** What that shall be. */
  mine: unknown
  /** Send the change with the version of what it is made from. */
  send: (from: S) => Promise<T>
  /** What the service has now. */
  look: () => Promise<S>
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/**
 * Send a change with the version that was seen. Where only something else of it was changed, the change is sent again;
 * where it is like that already, the result is null.
 * @throws {ChangedElsewhere} where somebody else changed the same.
 */
export async function guarded<S, T>({ seen, of, mine, send, look }: Guarded<S, T>): Promise<T | null> {
  let from = seen
  for (let tries = 1; ; tries++) {
    try {
      return await send(from)
    } catch (error) {
      if (!isOfAnotherVersion(error)) throw error
      const theirs = await look()
      if (isSame(of(theirs), mine)) return null
      if (!isSame(of(theirs), of(seen))) throw new ChangedElsewhere(theirs)
      if (tries === MOST_TRIES) throw error
      from = theirs
    }
  }
}
