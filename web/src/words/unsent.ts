// Texts about changes that are not sent yet, in both languages.
const en = {
  waiting: (count: number) =>
    count === 1
      ? '1 change waits here, also when you close the page.'
      : `${count} changes wait here, also when you close the page.`,
  sent: (count: number) =>
    count === 1 ? 'The change that waited is sent.' : `The ${count} changes that waited are sent.`,
  refusedTitle: (count: number) =>
    count === 1 ? 'One change could not be made' : `${count} changes could not be made`,
  refusedMore: 'Made without network, refused later. Nothing is lost until you decide.',
  again: 'Try again',
  againOf: (name: string) => `Try again: ${name}`,
  discard: 'Discard',
  discardOf: (name: string) => `Discard: ${name}`,
  doubt: 'It may have arrived more than a day ago. Look whether it is there before you try again.',
  leaveTitle: 'Sign out all the same?',
  leaveMore: (count: number) =>
    count === 1
      ? '1 change has not reached the service yet. It is lost when you sign out.'
      : `${count} changes have not reached the service yet. They are lost when you sign out.`,
  leave: 'Sign out and lose them',
  stay: 'Stay',
  kinds: {
    watchlist: 'A change to your list',
    ratings: 'A rating',
    plays: 'A date',
    reviews: 'A review',
    lists: 'A change to a list',
    marks: 'A mark',
    watch: 'Seen episodes',
    unwatch: 'Episodes not seen',
    undo: 'Taking something back',
    positions: 'Where you stopped',
    tags: 'A tag',
  } as Record<string, string>,
}

const de: typeof en = {
  waiting: (count) =>
    count === 1
      ? '1 Änderung wartet hier, auch wenn du die Seite schließt.'
      : `${count} Änderungen warten hier, auch wenn du die Seite schließt.`,
  sent: (count) =>
    count === 1
      ? 'Die Änderung, die gewartet hat, ist gesendet.'
      : `Die ${count} Änderungen, die gewartet haben, sind gesendet.`,
  refusedTitle: (count) => (count === 1 ? 'Eine Änderung ging nicht' : `${count} Änderungen gingen nicht`),
  refusedMore: 'Ohne Netz gemacht, später abgelehnt. Nichts geht verloren, bis du entscheidest.',
  again: 'Noch einmal',
  againOf: (name) => `Noch einmal: ${name}`,
  discard: 'Verwerfen',
  discardOf: (name) => `Verwerfen: ${name}`,
  doubt: 'Sie ist vielleicht vor mehr als einem Tag angekommen. Sieh nach, bevor du es noch einmal versuchst.',
  leaveTitle: 'Trotzdem abmelden?',
  leaveMore: (count) =>
    count === 1
      ? '1 Änderung ist noch nicht beim Dienst. Sie geht verloren, wenn du dich abmeldest.'
      : `${count} Änderungen sind noch nicht beim Dienst. Sie gehen verloren, wenn du dich abmeldest.`,
  leave: 'Abmelden und verwerfen',
  stay: 'Bleiben',
  kinds: {
    watchlist: 'Eine Änderung deiner Liste',
    ratings: 'Eine Bewertung',
    plays: 'Ein Datum',
    reviews: 'Eine Rezension',
    lists: 'Eine Änderung einer Liste',
    marks: 'Eine Markierung',
    watch: 'Gesehene Folgen',
    unwatch: 'Nicht gesehene Folgen',
    undo: 'Etwas zurücknehmen',
    positions: 'Wo du aufgehört hast',
    tags: 'Ein Schlagwort',
  },
}

/** The texts in the language of the document. */
export const unsentWords = (): typeof en => (document.documentElement.lang === 'de' ? de : en)
