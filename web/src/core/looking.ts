// What the service says now of what was shown before.
import { api } from '../api/client'
import type { Viewer } from '../api/types'
import { ask } from './asking'
import { refreshEntry } from './entries'
import type { Part } from './guard'
import { forgetEntry, forgetRating, noteEntry } from './versions'
import { showViewer } from './viewers'

/** What the service says now that a title is to the person. */
export async function refreshViewer(titleId: string): Promise<Viewer | null> {
  const title = await ask(() => api.GET('/api/v1/titles/{title_id}', { params: { path: { title_id: titleId } } }))
  if (title.viewer) showViewer(titleId, title.viewer)
  return title.viewer ?? null
}

/** The same after a refusal of a change of a part, whose version is no longer the one that was known. */
export async function lookAgain(titleId: string, part: Part): Promise<Viewer> {
  if (part === 'rating') forgetRating(titleId)
  else forgetEntry(titleId)
  const viewer = await refreshViewer(titleId)
  if (viewer?.watch_entry_id) noteEntry(await refreshEntry(viewer.watch_entry_id))
  return viewer ?? { watch_entry_id: null, status: null, rating: null, review_id: null }
}
