// Texts of the administration beyond the common ones, in both languages.
const en = {
  removeSure: (name: string) => `Delete ${name} for good?`,
  removeMore: 'Their list, plays, ratings, reviews and lists go with the account. This can’t be taken back; disabling can.',
  withoutPoster: 'without a poster',
  disk: 'in the database',
  entries: (count: number) => (count === 1 ? '1 title in the list' : `${count} titles in the list`),
  seen: (when: string) => `last here ${when}`,
  neverSeen: 'not here for long',
}

const de: typeof en = {
  removeSure: (name) => `${name} endgültig löschen?`,
  removeMore: 'Liste, Gesehenes, Bewertungen, Kritiken und Sammlungen gehen mit dem Konto. Das lässt sich nicht zurücknehmen; ein Sperren schon.',
  withoutPoster: 'ohne Plakat',
  disk: 'in der Datenbank',
  entries: (count) => `${count} Titel in der Liste`,
  seen: (when) => `zuletzt hier: ${when}`,
  neverSeen: 'lange nicht hier',
}

/** The texts in the language of the document. */
export const administering = (): typeof en => (document.documentElement.lang === 'de' ? de : en)
