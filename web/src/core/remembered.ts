// The status and order in which a person last looked at their list.
import { readEntryFilter } from './entry-filter'
import { store, stored } from './theme'

const KEY = 'watchkeeper.list-filter'

export const rememberFilter = (query: URLSearchParams): void => {
  const kept = new URLSearchParams()
  for (const name of ['status', 'sort']) if (query.get(name)) kept.set(name, query.get(name) as string)
  store(KEY, kept.toString())
}

/** What was chosen last, and whether it no longer means anything; null where nothing was. */
export function rememberedFilter(): { status: string | null; sort: string | null; isBroken: boolean } | null {
  const kept = new URLSearchParams(stored(KEY) ?? '')
  if (!kept.size) return null
  const filter = readEntryFilter(kept)
  const [status, sort] = [kept.get('status'), kept.get('sort')]
  const isBroken = status !== filter.status || (sort !== null && sort !== filter.sort)
  return { status: filter.status, sort: sort && filter.sort === sort ? sort : null, isBroken }
}
