// What the person has of a title, as last changed here: cards everywhere follow at once, in other tabs too.
import { signal } from '@preact/signals'
import type { CardTitle, Viewer } from '../api/types'
import { tell } from './tabs'

const NOTHING: Viewer = { watch_entry_id: null, status: null, rating: null, review_id: null }

const changed = signal<ReadonlyMap<string, Viewer>>(new Map())

/** Grows with each change, so that screens know that what they show may be old. */
export const changes = signal(0)

export const viewerOf = (title: CardTitle): Viewer => changed.value.get(title.id) ?? title.viewer ?? NOTHING

/** Show what changed here; other tabs hear of it unless they told it. */
export function showViewer(titleId: string, viewer: Viewer, heard = false): void {
  changed.value = new Map(changed.peek()).set(titleId, viewer)
  changes.value++
  if (!heard) tell({ kind: 'viewer', titleId, viewer })
}

export const forgetViewers = (): void => {
  changed.value = new Map()
}
