import type { Words } from '../en'

export const unsent: Words['unsent'] = {
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
