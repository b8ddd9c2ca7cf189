// Changes of status and rating, by one operation each that the service can undo whole.
import { signal } from '@preact/signals'
import { api } from '../api/client'
import type { Bulk, CardTitle, Viewer, WatchEntry, WatchStatus } from '../api/types'
import { w } from '../words'
import { viewing } from '../words/viewing'
import { ask } from './asking'
import { complainOf } from './complaints'
import { dated } from './dated'
import { score as shown } from './format'
import { once } from './sending'
import { noteTold } from './told'
import { type More, say } from './toasts'
import { changes, showViewer, viewerOf } from './viewers'

/** Undo an operation of the service, then show what is there again. */
export async function undoOperation(operationId: string, restored: () => void | Promise<void>): Promise<void> {
  const headers = once()
  try {
    const report = await ask(() =>
      api.POST('/api/v1/operations/{operation_id}/undo', {
        params: { path: { operation_id: operationId }, header: headers },
      }),
    )
    // An import is taken back in the background: then there is its state instead of a report.
    if (!('left' in report)) say(w.imports.started)
    else say(report.left.length ? w.did.left(report.left.length) : w.did.undone)
  } catch (error) {
    complainOf(error)
  }
  await restored()
}

/** The first item's stored resource; an item the service refused is an error. */
function resourceOf<T>(bulk: Bulk): T {
  const [item] = bulk.items
  if (item?.error) throw new Error(item.error.detail)
  return item?.resource as T
}

type Once = ReturnType<typeof once>

export interface Done {
  operationId: string | null
  entry?: WatchEntry | undefined
  /** What became of it, where that is not sure before. */
  text?: string
}

/** Give a title a status, adding it to the list if it is not there. A film completed here was seen today. */
async function putStatus(title: CardTitle, viewer: Viewer, status: WatchStatus, header: Once): Promise<Done> {
  const isPlay = status === 'completed' && title.media_type === 'movie' && viewer.status !== 'completed'
  const action = viewer.watch_entry_id ? ('patch' as const) : ('create' as const)
  const bulk = await ask(() =>
    api.POST('/api/v1/watchlist/bulk', {
      params: { header },
      body: { return: 'full', items: [{ action, title_id: title.id, status, ...(isPlay ? { log_play: true } : {}) }] },
    }),
  )
  return { operationId: bulk.operation_id, entry: resourceOf<WatchEntry>(bulk) }
}

async function removeEntry(title: CardTitle, header: Once): Promise<Done> {
  const bulk = await ask(() =>
    api.POST('/api/v1/watchlist/bulk', {
      params: { header },
      body: { items: [{ action: 'delete', title_id: title.id }] },
    }),
  )
  return { operationId: bulk.operation_id }
}

/** What the service says now that a title is to the person. */
export async function refreshViewer(titleId: string): Promise<Viewer | null> {
  const title = await ask(() => api.GET('/api/v1/titles/{title_id}', { params: { path: { title_id: titleId } } }))
  if (title.viewer) showViewer(titleId, title.viewer)
  return title.viewer ?? null
}

/** Paint the change, send it, and offer to take it back; when it fails, paint what was there and say why. */
/** With the title, which the sentence that stands on its page may leave out. */
const completeText = ({ title }: CardTitle, text: string): string => (text.includes(title) ? text : `${title}: ${text}`)

interface Undo {
  undo: () => void
  /** What it led to: once something else was done since, it is no longer offered. */
  status: WatchStatus | null
}

const undos = signal<ReadonlyMap<string, Undo>>(new Map())

/** How to take back the last change of a title here: beside its row, after its sentence has gone. */
export function undoOf(titleId: string, status: WatchStatus | null): (() => void) | undefined {
  const known = undos.value.get(titleId)
  return known?.status === status ? known.undo : undefined
}

function noteUndo(titleId: string, undo: Undo | null): void {
  const next = new Map(undos.peek())
  if (undo) next.set(titleId, undo)
  else next.delete(titleId)
  undos.value = next
}

async function optimistically(
  title: CardTitle,
  after: Viewer,
  send: (header: Once) => Promise<Done>,
  text: string,
  then: () => void = () => undefined,
  more: (done: Done) => More | undefined = () => undefined,
): Promise<Done | null> {
  const before = viewerOf(title)
  showViewer(title.id, after)
  try {
    const done = await send(once(text, { titleId: title.id, viewer: after }))
    if (done.entry)
      showViewer(title.id, {
        ...after,
        watch_entry_id: done.entry.id,
        status: done.entry.status,
        rating: done.entry.rating ?? after.rating,
      })
    const { operationId } = done
    const undo = operationId === null ? undefined : () => takeBack(title, before, operationId, then)
    if (operationId) void noteTold(operationId, completeText(title, done.text ?? text))
    noteUndo(title.id, undo ? { undo, status: after.status } : null)
    say(done.text ?? text, undo, more(done))
    changes.value++
    then()
    return done
  } catch (error) {
    showViewer(title.id, before)
    complainOf(error, w.states.kept)
    return null
  }
}

function takeBack(title: CardTitle, before: Viewer, operationId: string, then: () => void): void {
  noteUndo(title.id, null)
  showViewer(title.id, before)
  void undoOperation(operationId, async () => {
    await refreshViewer(title.id)
    changes.value++
    then()
  })
}

/** A film completed here was seen today; whoever saw it on another day, or does not know, says so beside it. */
function otherDay(title: CardTitle, entryId: string): More | undefined {
  if (title.media_type !== 'movie') return undefined
  return { label: viewing().anotherDay, act: () => (dated.value = { title, entryId }) }
}

export function changeStatus(title: CardTitle, status: WatchStatus, then?: () => void): Promise<Done | null> {
  const viewer = viewerOf(title)
  return optimistically(
    title,
    { ...viewer, status },
    (header) => putStatus(title, viewer, status, header),
    w.did.status(title.title, w.statuses[status]),
    then,
    (done) => (status === 'completed' && done.entry ? otherDay(title, done.entry.id) : undefined),
  )
}

export function removeFromList(title: CardTitle, then?: () => void): Promise<Done | null> {
  const after = { ...viewerOf(title), status: null, watch_entry_id: null }
  return optimistically(title, after, (header) => removeEntry(title, header), w.did.removed(title.title), then)
}

/** Rate a title. What was not seen yet becomes completed, as only watched titles can be rated; what is under way stays so. */
export function rate(title: CardTitle, score: number, then?: () => void): Promise<Done | null> {
  const viewer = viewerOf(title)
  const completes = viewer.status !== 'completed'
  const isNew = !viewer.status || viewer.status === 'planned'
  const send = async (header: Once): Promise<Done> => {
    const item = { action: 'put' as const, title_id: title.id, score, mark_completed: completes }
    const bulk = await ask(() =>
      api.POST('/api/v1/ratings/bulk', { params: { header }, body: { return: 'full', items: [item] } }),
    )
    resourceOf(bulk)
    const isCompleted = completes && (await refreshViewer(title.id))?.status === 'completed'
    return { operationId: bulk.operation_id, ...(isCompleted ? { text: w.did.ratedAndCompleted(shown(score)) } : {}) }
  }
  const text = w.did.rated(title.title, shown(score))
  return optimistically(
    title,
    { ...viewer, rating: score, status: isNew ? 'completed' : viewer.status },
    send,
    text,
    then,
  )
}

export function unrate(title: CardTitle, then?: () => void): Promise<Done | null> {
  const send = async (header: Once): Promise<Done> => {
    const bulk = await ask(() =>
      api.POST('/api/v1/ratings/bulk', {
        params: { header },
        body: { items: [{ action: 'delete', title_id: title.id }] },
      }),
    )
    return { operationId: bulk.operation_id }
  }
  return optimistically(title, { ...viewerOf(title), rating: null }, send, w.did.unrated(title.title), then)
}
