// A change that somebody made elsewhere at the same time: a dialog asks which counts.
import { signal } from '@preact/signals'
import type { Viewer } from '../api/types'
import { w } from '../words'
import { score } from './format'
import type { Part } from './guard'

export interface Clash {
  title: string
  theirs: string
  mine: string
  takeMine: () => unknown
}

export const clash = signal<Clash | null>(null)

/** A status or a rating as people say it. */
export function partText(part: Part, { status, rating }: Viewer): string {
  const t = w.clash
  if (part === 'status') return status ? w.statuses[status] : t.notOnList
  return rating === null ? t.notRated : t.rated(score(rating))
}
