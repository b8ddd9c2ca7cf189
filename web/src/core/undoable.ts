// Changes of status and rating: painted at once, and each can be undone.
import { api } from '../api/client'
import type { CardTitle, Rating, WatchEntry, WatchStatus } from '../api/types'
import { w } from '../words'
import { ask } from './asking'
import { resourceOf } from './bulk-item'
import { dated } from './dated'
import { score as shown } from './format'
import { refreshViewer } from './looking'
import { type Done, type From, optimistically } from './optimistic'
import type { More } from './toasts'
import { entrySeen, forgetEntry, forgetRating, noteEntry, noteRating, ratingSeen } from './versions'
import { viewerOf } from './viewers'

/** Give a title a status, adding it to the list if it is not there. A film completed here was seen today. */
async function putStatus(title: CardTitle, status: WatchStatus, { seen, header, isLater }: From): Promise<Done> {
  const isPlay = status === 'completed' && title.media_type === 'movie' && seen.status !== 'completed'
  const action = seen.watch_entry_id
    ? { action: 'patch' as const, ...(isLater ? {} : entrySeen(title.id, seen)) }
    : { action: 'create' as const }
  const bulk = await ask(() =>
    api.POST('/api/v1/watchlist/bulk', {
      params: { header },
      body: {
        return: 'full',
        items: [{ ...action, title_id: title.id, status, ...(isPlay ? { log_play: true } : {}) }],
      },
    }),
  )
  const entry = resourceOf<WatchEntry>(bulk)
  noteEntry(entry)
  return { operationId: bulk.operation_id, entry }
}

async function removeEntry(title: CardTitle, { seen, header, isLater }: From): Promise<Done> {
  const bulk = await ask(() =>
    api.POST('/api/v1/watchlist/bulk', {
      params: { header },
      body: { items: [{ action: 'delete', title_id: title.id, ...(isLater ? {} : entrySeen(title.id, seen)) }] },
    }),
  )
  resourceOf(bulk)
  forgetEntry(title.id)
  return { operationId: bulk.operation_id }
}

/** A film completed here was seen today; whoever saw it on another day, or does not know, says so beside it. */
function otherDay(title: CardTitle, entryId: string): More | undefined {
  if (title.media_type !== 'movie') return undefined
  return { label: w.viewing.anotherDay, act: () => (dated.value = { title, entryId }) }
}

export function changeStatus(title: CardTitle, status: WatchStatus, then?: () => void): Promise<Done | null> {
  return optimistically(title, {
    part: 'status',
    after: { ...viewerOf(title), status },
    send: (from) => putStatus(title, status, from),
    text: w.did.status(title.title, w.statuses[status]),
    then,
    more: (done) => (status === 'completed' && done.entry ? otherDay(title, done.entry.id) : undefined),
    again: () => changeStatus(title, status, then),
  })
}

export function removeFromList(title: CardTitle, then?: () => void): Promise<Done | null> {
  return optimistically(title, {
    part: 'status',
    after: { ...viewerOf(title), status: null, watch_entry_id: null },
    send: (from) => removeEntry(title, from),
    text: w.did.removed(title.title),
    then,
    again: () => removeFromList(title, then),
  })
}

/** Rate a title. What was not seen yet becomes completed, as only watched titles can be rated; what is under way stays so. */
export function rate(title: CardTitle, score: number, then?: () => void): Promise<Done | null> {
  const viewer = viewerOf(title)
  const completes = viewer.status !== 'completed'
  const isNew = !viewer.status || viewer.status === 'planned'
  const send = async ({ seen, header, isLater }: From): Promise<Done> => {
    const from = isLater ? {} : ratingSeen(title.id, seen)
    const action =
      seen.rating === null && !isLater ? { action: 'create' as const } : { action: 'put' as const, ...from }
    const item = { ...action, title_id: title.id, score, mark_completed: completes }
    const bulk = await ask(() =>
      api.POST('/api/v1/ratings/bulk', { params: { header }, body: { return: 'full', items: [item] } }),
    )
    const rating = resourceOf<Rating>(bulk)
    noteRating({ titleId: title.id, score: rating.score, updatedAt: rating.updated_at })
    const isCompleted = completes && (await refreshViewer(title.id))?.status === 'completed'
    return { operationId: bulk.operation_id, ...(isCompleted ? { text: w.did.ratedAndCompleted(shown(score)) } : {}) }
  }
  return optimistically(title, {
    part: 'rating',
    after: { ...viewer, rating: score, status: isNew ? 'completed' : viewer.status },
    send,
    text: w.did.rated(title.title, shown(score)),
    then,
    again: () => rate(title, score, then),
  })
}

export function unrate(title: CardTitle, then?: () => void): Promise<Done | null> {
  const send = async ({ seen, header, isLater }: From): Promise<Done> => {
    const items = [{ action: 'delete' as const, title_id: title.id, ...(isLater ? {} : ratingSeen(title.id, seen)) }]
    const bulk = await ask(() => api.POST('/api/v1/ratings/bulk', { params: { header }, body: { items } }))
    resourceOf(bulk)
    forgetRating(title.id)
    return { operationId: bulk.operation_id }
  }
  return optimistically(title, {
    part: 'rating',
    after: { ...viewerOf(title), rating: null },
    send,
    text: w.did.unrated(title.title),
    then,
    again: () => unrate(title, then),
  })
}
