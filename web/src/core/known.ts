// Titles that were shown before: their page begins with what is known of them, before the service answers.
import type { CardTitle } from '../api/types'

const MOST = 500
const known = new Map<string, CardTitle>()

export function noteTitle(title: CardTitle): void {
  known.delete(title.id)
  known.set(title.id, title)
  if (known.size > MOST) known.delete(known.keys().next().value as string)
}

export const knownTitle = (id: string): CardTitle | undefined => known.get(id)

export const forgetTitles = (): void => known.clear()
