// Genres of titles that came without them. A poster is drawn from them, and must be the same wherever its title is shown.
import { signal } from '@preact/signals'
import { api } from '../api/client'
import type { CardTitle } from '../api/types'
import { ask } from './asking'
import { knownTitle } from './known'

type Genres = readonly { name: string }[]

const MOST = 100
const ID = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/
const learned = signal<Readonly<Record<string, Genres>>>({})
const asked = new Set<string>()
let next: string[] = []

/** Genres of a title; null while the service is asked for them. What is no title of the service has those it came with. */
export function genresOf(title: CardTitle): Genres | null {
  const known = title.genres ?? knownTitle(title.id)?.genres
  if (known || !ID.test(title.id)) return known ?? []
  if (!asked.has(title.id)) {
    asked.add(title.id)
    if (!next.length) setTimeout(() => void readNext(), 0)
    next.push(title.id)
  }
  return learned.value[title.id] ?? null
}

/** One request for the titles of a whole screen. Without an answer their posters are drawn all the same. */
async function readNext(): Promise<void> {
  const ids = next
  next = []
  for (let at = 0; at < ids.length; at += MOST) await read(ids.slice(at, at + MOST))
}

async function read(ids: readonly string[]): Promise<void> {
  const genres: Record<string, Genres> = Object.fromEntries(ids.map((id) => [id, []]))
  try {
    const query = { ids: [...ids], limit: MOST }
    const { items } = await ask(() => api.GET('/api/v1/titles', { params: { query } }))
    for (const title of items) genres[title.id] = title.genres
  } catch {
    for (const id of ids) asked.delete(id)
  }
  learned.value = { ...learned.value, ...genres }
}
