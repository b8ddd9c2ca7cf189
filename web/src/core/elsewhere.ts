// The copy of the list, kept in step with the service: read when this tab is looked at, now and then, and after changes here.
import { effect, signal } from '@preact/signals'
import { api } from '../api/client'
import { copyFrom } from './answers'
import type { WatchEntry } from '../api/types'
import { type Applied, type ChangePage, EntryCopy, MOST, type Stored } from './copy'
import { ApiError } from './problem'
import { me } from './session'
import { copies } from './store'
import { forgetEntry, forgetRating, noteEntry, noteRating } from './versions'
import { changes, showViewer, viewerOf } from './viewers'

const EVERY = 20_000
const SOON = 400
const STORED_AFTER = 500
const KEY = 'entries'
const KINDS = ['watchlist' as const, 'ratings' as const]

let account: string | null = null
let copy = new EntryCopy()
let isAsking = false
let isAskedAgain = false
let storing: ReturnType<typeof setTimeout> | undefined

/** The person's whole list; null until it is read, and where it is too long for it. Another array with each change. */
export const entries = signal<readonly WatchEntry[] | null>(null)

function publish(): void {
  entries.value = copy.isWhole ? [...copy.entries.values()] : null
}

async function begin(id: string | null): Promise<void> {
  account = id
  copy = new EntryCopy()
  const stored = id === null ? undefined : await copies.read<Stored>(KEY)
  // A copy of an older page has no ratings: it is read anew.
  if (stored?.account === id && account === id && stored.ratings) {
    copy.take(stored)
    stored.entries.forEach(noteEntry)
    stored.ratings.forEach(noteRating)
  }
  publish()
}

function storeSoon(): void {
  clearTimeout(storing)
  storing = setTimeout(() => {
    const stored = account !== null && account === me.value?.id ? copy.stored(account) : null
    if (stored) void copies.write(KEY, stored)
  }, STORED_AFTER)
}

/** Show what the service says of an entry now, on every screen that has its title. */
function paint({ entry, isThere }: { entry: WatchEntry; isThere: boolean }): void {
  const before = viewerOf({ id: entry.title.id, media_type: 'movie', title: '' })
  const after = isThere
    ? { ...before, watch_entry_id: entry.id, status: entry.status, rating: entry.rating }
    : { ...before, watch_entry_id: null, status: null }
  if (before.status !== after.status || before.rating !== after.rating) showViewer(entry.title.id, after, true)
}

/** From now on changes are made from these versions. */
function noteVersions({ entries, ratings }: Applied): void {
  for (const { entry, isThere } of entries) isThere ? noteEntry(entry) : forgetEntry(entry.title.id)
  for (const { rating, isThere } of ratings) isThere ? noteRating(rating) : forgetRating(rating.titleId)
}

async function readPage(): Promise<ChangePage | null> {
  const query = { kind: KINDS, limit: 500, ...(copy.cursor ? { cursor: copy.cursor } : {}) }
  const { data, response } = await api.GET('/api/v1/changes', { params: { query } })
  if (response.status === 410 || response.status === 422) copy.restart()
  return data ?? null
}

async function ask(): Promise<void> {
  const id = me.value?.id ?? null
  if (account !== id) await begin(id)
  if (id === null || copy.entries.size > MOST) return
  const of = copy
  for (let page = await readPage(); page; page = page.has_more ? await readPage() : null) {
    if (of !== copy || account !== me.value?.id) return
    const applied = copy.apply(page)
    const changed = applied.entries
    noteVersions(applied)
    if (!page.is_snapshot) changed.forEach(paint)
    if (copy.entries.size > MOST) return
    if (changed.length && !page.has_more) changes.value++
    if (!page.has_more && (changed.length || !entries.value)) {
      publish()
      storeSoon()
    }
  }
}

/** One question at a time; a service that can't be reached is asked again at the next occasion. */
function look(): void {
  if (isAsking) isAskedAgain = true
  if (document.hidden || isAsking || me.value === undefined) return
  isAsking = true
  ask()
    .catch((error: unknown) => {
      if (!(error instanceof TypeError || (error instanceof ApiError && !error.status))) throw error
    })
    .finally(() => {
      isAsking = false
      if (isAskedAgain) setTimeout(look, SOON)
      isAskedAgain = false
    })
}

export function watchElsewhere(): void {
  document.addEventListener('visibilitychange', look)
  addEventListener('focus', look)
  addEventListener('online', look)
  setInterval(look, EVERY)
  let soon: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    // Somebody signed in or out: at once. Something was changed here or in another tab: as soon as it is stored.
    const isOther = (me.value?.id ?? null) !== account
    if (changes.value >= 0 && !isAsking) {
      clearTimeout(soon)
      soon = setTimeout(look, isOther ? 0 : SOON)
    }
  })
  // Back from a copy: what is shown is read anew.
  let wasCopy = false
  effect(() => {
    if (wasCopy && copyFrom.value === null) setTimeout(() => changes.value++)
    wasCopy = copyFrom.value !== null
  })
}
