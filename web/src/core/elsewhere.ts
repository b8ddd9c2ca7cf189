// What the person changed in another browser: asked for when this tab is looked at again, and now and then meanwhile.
import { api } from '../api/client'
import type { components } from '../api/schema'
import { me } from './session'
import { changes, showViewer, viewerOf } from './viewers'

type Change = components['schemas']['Change']

const EVERY = 20_000
const KINDS = ['watchlist', 'ratings'] as const

let cursor: string | null = null
let account: string | null = null
let isAsking = false

/** Paint one change of the feed. Deletions name no title: screens that show lists read anew by `changes`. */
function paint({ data }: Change): void {
  if (!data || !('title' in data) || typeof data.title !== 'object') return
  const viewer = viewerOf({ id: data.title.id, media_type: 'movie', title: '' })
  if ('status' in data && 'viewing' in data) showViewer(data.title.id, { ...viewer, watch_entry_id: data.id, status: data.status, rating: data.rating }, true)
  else if ('score' in data && 'original_scale' in data && !('watched_on' in data)) showViewer(data.title.id, { ...viewer, rating: data.score }, true)
}

async function ask(): Promise<void> {
  if (account !== me.value?.id) cursor = null
  account = me.value?.id ?? null
  if (cursor === null) {
    const { data } = await api.GET('/api/v1/changes/latest', { params: { query: { kind: [...KINDS] } } })
    cursor = data?.cursor ?? null
    return
  }
  const { data } = await api.GET('/api/v1/changes', { params: { query: { cursor, kind: [...KINDS], limit: 500 } } })
  if (!data) {
    cursor = null
    return
  }
  cursor = data.next_cursor
  for (const change of data.items) paint(change)
  if (data.items.length) changes.value++
}

/** One question at a time; a service that can't be reached is asked again at the next occasion. */
function look(): void {
  if (document.hidden || !me.value || isAsking) return
  isAsking = true
  ask()
    .catch((error: unknown) => {
      if (!(error instanceof TypeError)) throw error
    })
    .finally(() => {
      isAsking = false
    })
}

export function watchElsewhere(): void {
  document.addEventListener('visibilitychange', look)
  addEventListener('focus', look)
  setInterval(look, EVERY)
  setTimeout(look, 1000)
}
