// Changes of lists and of what is in them, and what takes them back where the service makes no operation of them.
import { api } from '../api/client'
import type { List, ListItem } from '../api/types'
import { w } from '../words'
import { act, sayWithWayBack } from './acting'
import { ask } from './asking'
import { go } from './router'
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

/** Put all items of a list in this order: an operation of the service. Who does not know all of them puts one elsewhere. */
export const putOrder = (list: List, items: readonly ListItem[]) =>
  api.POST('/api/v1/lists/{list_id}/reorder', {
    params: { path: { list_id: list.id }, header: { 'If-Match': tagOf(list.updated_at) } },
    body: { item_ids: items.map(({ id }) => id) },
  })

/** Take an item out; it comes back to its place. */
export const takeOut = (listId: string, item: ListItem, refresh: () => unknown): Promise<boolean> =>
  act(
    () =>
      api.DELETE('/api/v1/lists/{list_id}/items/{item_id}', {
        params: { path: { list_id: listId, item_id: item.id } },
      }),
    w.lists.takenOut(item.title.title),
    refresh,
  )

/** Make a list; while nothing else was done with it, that can be taken back. */
export async function createList(body: ListBody, header: { 'Idempotency-Key': string }): Promise<List> {
  const list = await ask(() => api.POST('/api/v1/lists', { params: { header }, body }))
  const step = {
    method: 'delete' as const,
    path: `/api/v1/lists/${list.id}`,
    left: { ...listBodyOf(list), items_count: 0 },
  }
  await sayWithWayBack(w.lists.created(list.name), [step], () => go('/lists'))
  return list
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
  const step = { method: 'patch' as const, path: `/api/v1/lists/${from.id}`, body: listBodyOf(from) }
  await sayWithWayBack(w.lists.saved(body.name), [{ ...step, left: listBodyOf(after) }], refresh)
  await refresh()
}
