// The titles that a person has marked as favourites, read once.
import { computed, effect, signal } from '@preact/signals'
import { api } from '../api/client'
import { act } from './acting'
import { ask } from './asking'
import { entries } from './elsewhere'
import { allPages } from './pages'
import { me } from './session'
import { w } from '../words'

/** Their ids; null until they are known. */
export const favorites = signal<ReadonlySet<string> | null>(null)

/** The favourites of the person's whole list, from memory; null until both are known. */
export const favoriteEntries = computed(() => {
  const [all, ids] = [entries.value, favorites.value]
  return all && ids ? all.filter((entry) => ids.has(entry.title.id)) : null
})

let owner: string | undefined
effect(() => {
  const id = me.value?.id
  if (id !== owner) favorites.value = null
  owner = id
})

export async function learnFavorites(): Promise<void> {
  const marks = await allPages((cursor) =>
    ask(() =>
      api.GET('/api/v1/marks', {
        params: { query: { mark: ['favorite'], limit: 100, ...(cursor ? { cursor } : {}) } },
      }),
    ),
  )
  favorites.value = new Set(marks.map((mark) => mark.title.id))
}

/** Mark a title as a favourite, or take the mark back. It is shown at once, and as it is where that fails. */
export async function setFavorite(titleId: string, isFavorite: boolean): Promise<void> {
  const before = favorites.value ?? new Set<string>()
  const after = new Set(before)
  if (isFavorite) after.add(titleId)
  else after.delete(titleId)
  favorites.value = after
  const params = { path: { title_id: titleId, mark: 'favorite' as const } }
  const path = `/api/v1/titles/${titleId}/marks/favorite`
  const mark = () => api.PUT('/api/v1/titles/{title_id}/marks/{mark}', { params, body: {} })
  const unmark = () => api.DELETE('/api/v1/titles/{title_id}/marks/{mark}', { params })
  const isDone = isFavorite
    ? await act(mark, w.title.isFavorite, learnFavorites, () => [{ method: 'delete', path }])
    : await act(unmark, w.title.isNoFavorite, learnFavorites)
  if (!isDone) favorites.value = before
}
