import { signal } from '@preact/signals'
import type { CardTitle } from '../api/types'

export interface Dated {
  title: CardTitle
  entryId: string
}

/** Grows with each date that was changed, so that a title's page shows it. */
export const datesChanged = signal(0)

/** The film whose last play gets another day, while a dialog asks for it. */
export const dated = signal<Dated | null>(null)
