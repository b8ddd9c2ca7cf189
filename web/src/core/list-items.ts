// Changes of what is in a list, and what takes them back: the service has no operations of them.
import { api } from '../api/client'
import type { List, ListItem } from '../api/types'
import { w } from '../words'
import { act } from './acting'
import { ask } from './asking'
import { complainOf } from './complaints'
import { say } from './toasts'
import { tagOf } from './versions'

export interface ListBody {
  name: string
  description: string | null
  is_ranked: boolean
}

export const listBodyOf = ({ name, description, is_ranked }: List): ListBody => ({ name, description, is_ranked })

/** What stands before or behind a place among other items: how the service is told a place. */
export function besides(others: readonly ListItem[], at: number): { before: string } | { after: string | null } {
  const before = others[at]
  return before ? { before: before.id } : { after: others.at(-1)?.id ?? null }
}

export const putItem = (listId: string, item: ListItem, place: ReturnType<typeof besides>) =>
  api.PATCH('/api/v1/lists/{list_id}/items/{item_id}', {
    params: { path: { list_id: listId, item_id: item.id } },
    body: place,
  })

/** What an item is, as a new one names it. */
export function namedAs({ title, season, episode, note }: ListItem): object {
  const what = season
    ? { season_id: season.id }
    : episode
      ? { title_id: title.id, episode: { season: episode.season, number: episode.number } }
      : { title_id: title.id }
  return { ...what, ...(note ? { note } : {}) }
}

/** Take an item out; it comes back to its place. */
export function takeOut(
  listId: string,
  item: ListItem,
  all: readonly ListItem[],
  refresh: () => unknown,
): Promise<boolean> {
  const at = all.indexOf(item)
  const others = all.filter((one) => one !== item)
  const path = { list_id: listId }
  return act(
    () => api.DELETE('/api/v1/lists/{list_id}/items/{item_id}', { params: { path: { ...path, item_id: item.id } } }),
    w.lists.takenOut(item.title.title),
    refresh,
    () =>
      api.POST('/api/v1/lists/{list_id}/items', {
        params: { path },
        body: { ...namedAs(item), ...(others.length ? besides(others, at) : {}) } as never,
      }),
  )
}

export const lookAtList = (id: string): Promise<List> =>
  ask(() => api.GET('/api/v1/lists/{list_id}', { params: { path: { list_id: id } } }))

const patch = (list: List, body: ListBody): Promise<List> =>
  ask(() =>
    api.PATCH('/api/v1/lists/{list_id}', {
      params: { path: { list_id: list.id }, header: { 'If-Match': tagOf(list.updated_at) } },
      body,
    }),
  )

/** Change name, description and numbers. @throws {ApiError} with status 412 where the list was changed since. */
export async function changeList(from: List, body: ListBody, refresh: () => unknown): Promise<void> {
  const after = await patch(from, body)
  const undo = () =>
    void patch(after, listBodyOf(from))
      .then(() => say(w.did.undone), complainOf)
      .then(refresh)
  say(w.lists.saved, undo)
  await refresh()
}
