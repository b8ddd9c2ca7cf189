// Marking episodes as seen, by one operation that the service can undo whole.
import { api } from '../api/client'
import type { Season, WatchEntry } from '../api/types'
import { w } from '../words'
import { ask } from './asking'
import { complainOf } from './complaints'
import { once } from './sending'
import { say } from './toasts'
import { noteTold } from './told'
import { refreshViewer } from './looking'
import { undoOperation } from './optimistic'
import { changes } from './viewers'

export type Which = { episode_ids: string[] } | { season: number } | { up_to: { episode_id: string } } | { all: true }

interface Marking {
  titleId: string
  which: Which
  /** Absent: now; null: unknown. */
  watchedOn?: string | null
  text?: string
  changed: (entry: WatchEntry | null) => void | Promise<void>
}

/** Send it, show the entry as it is now, and offer to take it back. Returns whether it was stored. */
async function mark(
  marking: Marking,
  send: () => Promise<{ operation_id: string | null; entry: WatchEntry | null; count: number }>,
  text: (count: number) => string,
): Promise<boolean> {
  try {
    const { operation_id, entry, count } = await send()
    if (operation_id) {
      void noteTold(operation_id, marking.text ?? text(count))
      say(
        marking.text ?? text(count),
        () =>
          void undoOperation(operation_id, async () => {
            await refreshViewer(marking.titleId)
            changes.value++
            await marking.changed(null)
          }),
      )
    } else say(w.title.allSeen)
    changes.value++
    await marking.changed(entry)
    return true
  } catch (error) {
    complainOf(error)
    return false
  }
}

export function watch(marking: Marking): Promise<boolean> {
  const header = once()
  const when = marking.watchedOn === undefined ? {} : { watched_on: marking.watchedOn }
  const send = async () => {
    const watched = await ask(() =>
      api.POST('/api/v1/titles/{title_id}/watch', {
        params: { path: { title_id: marking.titleId }, header },
        body: { ...marking.which, ...when } as never,
      }),
    )
    return { ...watched, count: watched.added }
  }
  return mark(marking, send, w.title.marked)
}

export function unwatch(marking: Marking): Promise<boolean> {
  const header = once()
  const send = async () => {
    const unwatched = await ask(() =>
      api.POST('/api/v1/titles/{title_id}/unwatch', {
        params: { path: { title_id: marking.titleId }, header },
        body: marking.which as never,
      }),
    )
    return { ...unwatched, count: unwatched.removed }
  }
  return mark(marking, send, w.title.unmarked)
}

/** An episode as people name it: S2 E4, or episode 19 where there is one season that nobody counts. */
export function episodeLabel(season: number, number: number, isAnime = false): string {
  return isAnime && season === 1 ? w.home.shortOnly(number) : w.home.short(season, number)
}

/** A season by its name. Providers name most by their number, in English: that is said in the person's language. */
export function seasonName({ name, number }: Season): string {
  const isPlain = !name || name === `Season ${number}` || (number === 0 && name === 'Specials')
  return isPlain ? w.title.season(number) : name
}
