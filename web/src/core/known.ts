// Titles that were shown before: their page begins with what is known of them, before the service answers.
import type { CardTitle } from '../api/types'

const MOST = 500
const known = new Map<string, CardTitle>()

/** Some screens know less of a title: what is known already stays. */
export function noteTitle(title: CardTitle): void {
  if (!title.genres && known.get(title.id)?.genres) return
  known.delete(title.id)
  known.set(title.id, title)
  if (known.size > MOST) known.delete(known.keys().next().value as string)
}

export const knownTitle = (id: string): CardTitle | undefined => known.get(id)

export const forgetTitles = (): void => known.clear()
