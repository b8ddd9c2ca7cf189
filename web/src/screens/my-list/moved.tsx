import type { WatchEntry } from '../../api/types'
import type { EntryFilter } from '../../core/entry-filter'
import { undoNow } from '../../core/toasts'
import { undoOf } from '../../core/optimistic'
import { viewerOf } from '../../core/viewers'
import { w } from '../../words'
import { cardOf } from '../../core/entries'

/** Whether an entry no longer is what the list shows. It stays where it was until the next look, so that nothing jumps. */
export function hasMoved(entry: WatchEntry, filter: EntryFilter): boolean {
  const { status } = viewerOf(cardOf(entry))
  return status === null || (filter.status !== null && status !== filter.status)
}

/** Where it went, and the way back. */
export function Moved({ entry }: { entry: WatchEntry }) {
  const { status } = viewerOf(cardOf(entry))
  const undo = undoOf(entry.title.id, status)
  return (
    <span class="s moved">
      {status ? w.did.movedTo(w.statuses[status]) : w.did.removed(entry.title.title)}
      {undo && (
        <>
          {' · '}
          <button type="button" class="link" onClick={() => undoNow(undo)}>
            {w.common.undo}
          </button>
        </>
      )}
    </span>
  )
}
