import type { Words } from '../en'

export const clash: Words['clash'] = {
  title: (title) => `${title} wurde anderswo geändert`,
  more: 'Auf einem anderen Gerät oder in einem anderen Fenster, seit es hier gezeigt wurde.',
  keepTheirs: (what) => `So lassen: ${what}`,
  takeMine: (what) => `Meins nehmen: ${what}`,
  notOnList: 'nicht auf deiner Liste',
  notRated: 'nicht bewertet',
  rated: (score) => `mit ${score} bewertet`,
  later: (theirs) =>
    `Das wurde inzwischen anderswo geändert: ${theirs}. Versuch es noch einmal, wenn deins gelten soll.`,
  some: (count) =>
    count === 1 ? '1 wurde anderswo geändert und blieb so' : `${count} wurden anderswo geändert und blieben so`,
  theseToo: 'Auch diese ändern',
  dateChanged: (day) =>
    `Das Datum wurde inzwischen anderswo geändert: „${day}“. Speichere noch einmal, wenn deins gelten soll.`,
  dateLeft: 'Dieses Datum wurde inzwischen anderswo geändert und ist noch da.',
  reviewChanged: (text) =>
    `Die Rezension wurde inzwischen anderswo geändert: „${text}“. Speichere noch einmal, wenn deine gelten soll.`,
  listChanged: (name) =>
    `Die Liste wurde inzwischen anderswo geändert: „${name}“. Speichere noch einmal, wenn deins gelten soll.`,
}
