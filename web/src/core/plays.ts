// Dates of plays, by one operation each that the service can undo.
import { api } from '../api/client'
import type { Play } from '../api/types'
import { w } from '../words'
import { ask } from './asking'
import { resourceOf } from './bulk-item'
import { guarded } from './guard'
import { undoOperation } from './optimistic'
import { once } from './sending'
import { noteTold } from './told'
import { say } from './toasts'
import { tagOf } from './versions'

type Item =
  | { action: 'create'; title_id: string; watched_on: string | null }
  | { action: 'create'; episode_id: string; watched_on: string | null }
  | { action: 'patch'; id: string; if_version: string; watched_on: string | null }
  | { action: 'delete'; id: string; if_version: string }

async function change(item: Item, name: string, text: string, refresh: () => unknown): Promise<void> {
  const params = { header: once(name) }
  const bulk = await ask(() => api.POST('/api/v1/plays/bulk', { params, body: { items: [item] } }))
  resourceOf(bulk)
  const operation = bulk.operation_id
  if (operation) void noteTold(operation, `${name}: ${text}`)
  say(text, operation ? () => void undoOperation(operation, async () => void (await refresh())) : undefined)
  await refresh()
}

/** Of the title, or of one of its episodes. */
export function logPlay(
  title: { id: string; title: string },
  day: string | null,
  refresh: () => unknown,
  episodeId?: string,
): Promise<void> {
  const of = episodeId ? { episode_id: episodeId } : { title_id: title.id }
  return change({ action: 'create', ...of, watched_on: day }, title.title, w.did.play, refresh)
}

const look = (id: string): Promise<Play> =>
  ask(() => api.GET('/api/v1/plays/{play_id}', { params: { path: { play_id: id } } }))

/** @throws {ChangedElsewhere} of the play where its date is another one by now. */
export async function datePlay(play: Play, day: string | null, refresh: () => unknown): Promise<void> {
  const send = (from: Play) =>
    change(
      { action: 'patch', id: play.id, if_version: tagOf(from.updated_at), watched_on: day },
      play.title.title,
      w.did.play,
      refresh,
    )
  await guarded({
    seen: play,
    of: ({ watched_on, precision }) => [watched_on, precision],
    mine: day,
    send,
    look: () => look(play.id),
  })
}

/** @throws {ChangedElsewhere} of the play where its date is another one by now. */
export async function removePlay(play: Play, refresh: () => unknown): Promise<void> {
  const send = (from: Play) =>
    change(
      { action: 'delete', id: play.id, if_version: tagOf(from.updated_at) },
      play.title.title,
      w.did.playRemoved,
      refresh,
    )
  await guarded({
    seen: play,
    of: ({ watched_on, precision }) => [watched_on, precision],
    mine: undefined,
    send,
    look: () => look(play.id),
  })
}
