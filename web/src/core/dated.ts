import { signal } from '@preact/signals'
import type { CardTitle } from '../api/types'

export interface Dated {
  title: CardTitle
  entryId: string
}

/** The film whose last play gets another day, while a dialog asks for it. */
export const dated = signal<Dated | null>(null)
