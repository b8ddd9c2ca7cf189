import { api } from '../api/client'
import type { WatchEntry } from '../api/types'
import { w } from '../words'
import { ask } from './asking'
import { resourceOf } from './bulk-item'
import { undoOperation } from './optimistic'
import { once } from './sending'
import { noteTold } from './told'
import { say } from './toasts'
import { noteEntry, tagOf } from './versions'
import { changes } from './viewers'

/** Store a note by an operation that can be undone; then `refresh` shows it. */
export async function changeNote(from: WatchEntry, notes: string | null, refresh: () => unknown): Promise<void> {
  const { title } = from.title
  const items = [{ action: 'patch' as const, id: from.id, if_version: tagOf(from.updated_at), notes }]
  const params = { header: once(title) }
  const bulk = await ask(() => api.POST('/api/v1/watchlist/bulk', { params, body: { return: 'full', items } }))
  noteEntry(resourceOf<WatchEntry>(bulk))
  const operation = bulk.operation_id
  const show = async () => {
    changes.value++
    await refresh()
  }
  if (operation) void noteTold(operation, `${title}: ${w.did.note}`)
  say(w.did.note, operation ? () => void undoOperation(operation, show) : undefined)
  await show()
}
