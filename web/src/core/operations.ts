// How a person recognises what they did, on whatever device it was.
import type { Operation } from '../api/types'
import { w } from '../words'

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

export const countOf = (operation: Operation): number => sumOf(operation.counts)

/** What it was: as it was said when it was made here, else what it was about and of which kind. */
export function nameOf(operation: Operation, told?: string): string {
  const { kind, title, name } = operation
  const t = w.undoing
  const subject = title?.title ?? name
  if (told) return told
  return subject && t.kinds[kind] ? t.of(subject, t.kinds[kind]) : (w.activity.kinds[kind] ?? kind)
}

/** What taking it back concerns, as words: nothing where that is not known. */
export function concernsOf({ resources }: Operation): string {
  const t = w.undoing
  const parts = Object.entries(resources).flatMap(([kind, count]) => {
    const noun = t.nouns[kind]
    return noun ? [t.plural(count, ...noun)] : []
  })
  return parts.length ? t.concerns(parts.join(', ')) : ''
}
