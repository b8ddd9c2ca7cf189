// Which versions of entries and ratings the page knows, so that a change says which one it was made from.
import type { Viewer, WatchEntry, WatchStatus } from '../api/types'

interface Known<T> {
  tag: string
  value: T
}
export interface KnownRating {
  id: string
  titleId: string
  score: number
  updatedAt: string
}

/** An ETag that no version has: for what is shown while the service is known to have something else. */
export const OUTDATED = '"outdated"'

/** By the ids of their titles. */
const entries = new Map<string, Known<WatchStatus>>()
const ratings = new Map<string, Known<number>>()

/** The ETag of a version by the time of its last change: microseconds in hexadecimal digits. */
export function tagOf(updatedAt: string): string {
  const [, seconds = '', fraction = '', zone = 'Z'] =
    /^([^.Z+]{19})(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)?$/.exec(updatedAt) ?? []
  const micros = BigInt(Date.parse(seconds + zone)) * 1000n + BigInt(fraction.padEnd(6, '0'))
  return `"${micros.toString(16)}"`
}

export const noteEntry = ({
  title,
  status,
  updated_at,
}: Pick<WatchEntry, 'status' | 'updated_at'> & { title: { id: string } }): void =>
  void entries.set(title.id, { tag: tagOf(updated_at), value: status })

export const noteRating = ({ titleId, score, updatedAt }: Omit<KnownRating, 'id'>): void =>
  void ratings.set(titleId, { tag: tagOf(updatedAt), value: score })

export const forgetEntry = (titleId: string): void => void entries.delete(titleId)
export const forgetRating = (titleId: string): void => void ratings.delete(titleId)

export function forgetVersions(): void {
  entries.clear()
  ratings.clear()
}

/** The version that a person sees: none where it is not known, one that can't be where something else is known. */
function seenIn<T>(known: Known<T> | undefined, shown: T | null): { if_version?: string } {
  if (!known) return {}
  return { if_version: known.value === shown ? known.tag : OUTDATED }
}

export const entrySeen = (titleId: string, { status }: Viewer): { if_version?: string } =>
  seenIn(entries.get(titleId), status)
export const ratingSeen = (titleId: string, { rating }: Viewer): { if_version?: string } =>
  seenIn(ratings.get(titleId), rating)
