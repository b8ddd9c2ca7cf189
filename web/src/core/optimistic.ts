// Changes that are painted before they are stored, by one operation each that the service can undo whole.
import { signal } from '@preact/signals'
import { api } from '../api/client'
import type { CardTitle, Viewer, WatchEntry, WatchStatus } from '../api/types'
import { w } from '../words'
import { ask } from './asking'
import { clash, partText } from './clash'
import { complainOf } from './complaints'
import { ChangedElsewhere, guarded, type Part } from './guard'
import { lookAgain, refreshViewer } from './looking'
import { go } from './router'
import { isWaiting, once } from './sending'
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
    if (!('left' in report)) {
      say(w.imports.started, undefined, { label: w.nav.import, act: () => go(`/import/${report.id}`) })
      const { untilTakenBack } = await import('./import-undo')
      await untilTakenBack(report.id)
    } else say(report.left.length ? w.did.left(report.left.length) : w.did.undone)
  } catch (error) {
    complainOf(error)
  }
  await restored()
}

/** What was seen, from which a change is made, and the header that makes it once. */
export interface From {
  seen: Viewer
  header: ReturnType<typeof once>
  /** Whether an earlier change of the title is on its way: what it leads to has no version yet. */
  isLater: boolean
}

export interface Done {
  operationId: string | null
  entry?: WatchEntry | undefined
  /** What became of it, where that is not sure before. */
  text?: string
}

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

export interface Change {
  part: Part
  after: Viewer
  send: (from: From) => Promise<Done>
  text: string
  then?: (() => void) | undefined
  more?: (done: Done) => More | undefined
  /** Make the same change from what is there by now. */
  again: () => unknown
}

/**
 * Paint the change, send it with the version that was seen, and offer to take it back; when it fails, paint what was
 * there and say why. Where the same was changed elsewhere meanwhile, paint that and let the person choose.
 */
export async function optimistically(title: CardTitle, change: Change): Promise<Done | null> {
  const { part, after, text, then = () => undefined } = change
  const seen = viewerOf(title)
  const isLater = isWaiting(title.id)
  showViewer(title.id, after)
  try {
    const send = (from: Viewer) =>
      change.send({ seen: from, header: once(text, { titleId: title.id, viewer: after, seen, part }), isLater })
    const done = await guarded({
      seen,
      of: (viewer) => viewer[part],
      mine: after[part],
      send,
      look: () => lookAgain(title.id, part),
    })
    if (!done) then()
    else finish(title, seen, change, done)
    return done
  } catch (error) {
    if (error instanceof ChangedElsewhere) {
      const theirs = error.theirs as Viewer
      showViewer(title.id, theirs)
      then()
      clash.value = {
        title: title.title,
        theirs: partText(part, theirs),
        mine: partText(part, after),
        takeMine: change.again,
      }
    } else {
      showViewer(title.id, seen)
      complainOf(error, w.states.kept)
    }
    return null
  }
}

function finish(
  title: CardTitle,
  before: Viewer,
  { after, text, then = () => undefined, more = () => undefined }: Change,
  done: Done,
): void {
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
