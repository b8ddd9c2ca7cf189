// Changes of many entries at once: one request, one operation to undo.
import { api } from '../api/client'
import type { Bulk, CardTitle, Viewer, WatchStatus } from '../api/types'
import { w } from '../words'
import { ask } from './asking'
import { complainOf } from './complaints'
import { score as shown } from './format'
import { isOfAnotherVersion, type Part } from './guard'
import { lookAgain } from './looking'
import { ApiError, sentence } from './problem'
import { once } from './sending'
import { say } from './toasts'
import { noteTold } from './told'
import { undoOperation } from './optimistic'
import { entrySeen, ratingSeen } from './versions'
import { changes, showViewer, viewerOf } from './viewers'

const MOST = 500

type Change = { status: WatchStatus } | { score: number } | 'remove'

function send(titles: readonly CardTitle[], seen: readonly Viewer[], change: Change): Promise<Bulk> {
  const params = { header: once() }
  const viewers = titles.map((title, at) => ({ title, viewer: seen[at] as Viewer }))
  if (change !== 'remove' && 'score' in change) {
    const items = viewers.map(({ title, viewer }) => {
      const action =
        viewer.rating === null
          ? { action: 'create' as const }
          : { action: 'put' as const, ...ratingSeen(title.id, viewer) }
      return { ...action, title_id: title.id, score: change.score, mark_completed: viewer.status !== 'completed' }
    })
    return ask(() => api.POST('/api/v1/ratings/bulk', { params, body: { items } }))
  }
  const items = viewers.map(({ title, viewer }) => {
    const from = { title_id: title.id, ...entrySeen(title.id, viewer) }
    if (change === 'remove') return { action: 'delete' as const, ...from }
    return {
      action: 'patch' as const,
      ...from,
      status: change.status,
      ...(change.status === 'completed' && title.media_type === 'movie' ? { log_play: true } : {}),
    }
  })
  return ask(() => api.POST('/api/v1/watchlist/bulk', { params, body: { items } }))
}

function sayWhat(count: number, change: Change): string {
  if (change === 'remove') return w.did.removedMany(count)
  return 'score' in change
    ? w.did.ratedMany(count, shown(change.score))
    : w.did.changedMany(count, w.statuses[change.status])
}

const painted = (viewer: Viewer, change: Change): Viewer => {
  if (change === 'remove') return { ...viewer, status: null, watch_entry_id: null }
  return 'score' in change ? { ...viewer, rating: change.score } : { ...viewer, status: change.status }
}

interface Sent {
  operations: string[]
  /** The places of what the service refused, with the reason. */
  refused: Map<number, ApiError>
}

async function sendAll(titles: readonly CardTitle[], seen: readonly Viewer[], change: Change): Promise<Sent> {
  const sent: Sent = { operations: [], refused: new Map() }
  for (let from = 0; from < titles.length; from += MOST) {
    const bulk = await send(titles.slice(from, from + MOST), seen.slice(from, from + MOST), change)
    for (const { index, status, error } of bulk.items)
      if (error && !(change === 'remove' && status === 404)) sent.refused.set(from + index, new ApiError(status, error))
    if (!bulk.operation_id) continue
    sent.operations.push(bulk.operation_id)
    void noteTold(bulk.operation_id, sayWhat(titles.length, change))
  }
  return sent
}

/** What the service has instead of what was painted is shown; returns the titles that were changed elsewhere. */
async function showRefused(titles: readonly CardTitle[], refused: Sent['refused'], part: Part): Promise<CardTitle[]> {
  const changed: CardTitle[] = []
  for (const [at, error] of refused) {
    const title = titles[at] as CardTitle
    await lookAgain(title.id, part)
    if (isOfAnotherVersion(error)) changed.push(title)
  }
  return changed
}

/** Paint it, send it in portions of 500, and offer to take all of it back. What was changed elsewhere is left alone. */
export async function changeMany(titles: readonly CardTitle[], change: Change, restored: () => void): Promise<void> {
  const before = titles.map((title) => viewerOf(title))
  const paintBack = () => {
    for (const [at, title] of titles.entries()) if (before[at]) showViewer(title.id, before[at])
  }
  for (const title of titles) showViewer(title.id, painted(viewerOf(title), change))
  let sent: Sent
  let left: CardTitle[]
  try {
    sent = await sendAll(titles, before, change)
    left = await showRefused(titles, sent.refused, change !== 'remove' && 'score' in change ? 'rating' : 'status')
  } catch (error) {
    paintBack()
    complainOf(error)
    restored()
    return
  }
  changes.value++
  const { operations, refused } = sent
  const undo = () => {
    paintBack()
    void (async () => {
      for (const operation of operations.reverse()) await undoOperation(operation, () => undefined)
      changes.value++
      restored()
    })()
  }
  const [first] = refused.values()
  const why = left.length ? w.clash.some(left.length) : first ? sentence(first) : ''
  const too = left.length ? { label: w.clash.theseToo, act: () => void changeMany(left, change, restored) } : undefined
  const done = titles.length - refused.size
  say([done ? sayWhat(done, change) : '', why].filter(Boolean).join('. '), operations.length ? undo : undefined, too)
}
