// Changes of many entries at once: one request, one operation to undo.
import { api } from '../api/client'
import type { Bulk, CardTitle, WatchStatus } from '../api/types'
import { w } from '../words'
import { ask } from './asking'
import { complainOf } from './complaints'
import { score as shown } from './format'
import { once } from './sending'
import { say } from './toasts'
import { noteTold } from './told'
import { undoOperation } from './undoable'
import { changes, showViewer, viewerOf } from './viewers'

const MOST = 500

type Change = { status: WatchStatus } | { score: number } | 'remove'

function send(titles: readonly CardTitle[], change: Change): Promise<Bulk> {
  const params = { header: once() }
  if (change !== 'remove' && 'score' in change) {
    const items = titles.map((title) => ({
      action: 'put' as const,
      title_id: title.id,
      score: change.score,
      mark_completed: viewerOf(title).status !== 'completed',
    }))
    return ask(() => api.POST('/api/v1/ratings/bulk', { params, body: { items } }))
  }
  const items = titles.map((title) =>
    change === 'remove'
      ? { action: 'delete' as const, title_id: title.id }
      : {
          action: 'patch' as const,
          title_id: title.id,
          status: change.status,
          ...(change.status === 'completed' && title.media_type === 'movie' ? { log_play: true } : {}),
        },
  )
  return ask(() => api.POST('/api/v1/watchlist/bulk', { params, body: { items } }))
}

function sayWhat(count: number, change: Change): string {
  if (change === 'remove') return w.did.removedMany(count)
  return 'score' in change
    ? w.did.ratedMany(count, shown(change.score))
    : w.did.changedMany(count, w.statuses[change.status])
}

/** Paint it, send it in portions of 500, and offer to take all of it back. */
export async function changeMany(titles: readonly CardTitle[], change: Change, restored: () => void): Promise<void> {
  const before = titles.map((title) => viewerOf(title))
  const operations: string[] = []
  const paintBack = () => {
    for (const [at, title] of titles.entries()) if (before[at]) showViewer(title.id, before[at])
  }
  for (const title of titles) {
    const viewer = viewerOf(title)
    if (change === 'remove') showViewer(title.id, { ...viewer, status: null, watch_entry_id: null })
    else
      showViewer(
        title.id,
        'score' in change ? { ...viewer, rating: change.score } : { ...viewer, status: change.status },
      )
  }
  try {
    for (let at = 0; at < titles.length; at += MOST) {
      const bulk = await send(titles.slice(at, at + MOST), change)
      if (bulk.operation_id) {
        operations.push(bulk.operation_id)
        void noteTold(bulk.operation_id, sayWhat(titles.length, change))
      }
    }
  } catch (error) {
    paintBack()
    complainOf(error)
    restored()
    return
  }
  changes.value++
  say(sayWhat(titles.length, change), () => {
    paintBack()
    void (async () => {
      for (const operation of operations.reverse()) await undoOperation(operation, () => undefined)
      changes.value++
      restored()
    })()
  })
}
