// Texts about what was changed elsewhere at the same time, in both languages.
const en = {
  title: (title: string) => `${title} was changed elsewhere`,
  more: 'On another device or in another window, since this was shown here.',
  keepTheirs: (what: string) => `Leave it: ${what}`,
  takeMine: (what: string) => `Take mine: ${what}`,
  notOnList: 'not on your list',
  notRated: 'not rated',
  rated: (score: string) => `rated ${score}`,
  later: (theirs: string) => `It was changed elsewhere meanwhile: ${theirs}. Try again to put yours in its place.`,
  some: (count: number) =>
    count === 1 ? '1 was changed elsewhere and left alone' : `${count} were changed elsewhere and left alone`,
  theseToo: 'Change them too',
  dateChanged: (day: string) =>
    `The date was changed elsewhere meanwhile, to “${day}”. Save again to put yours in its place.`,
  dateLeft: 'This date was changed elsewhere meanwhile, and is still there.',
  reviewChanged: (text: string) =>
    `The review was changed elsewhere meanwhile, to “${text}”. Save again to put yours in its place.`,
  listChanged: (name: string) =>
    `The list was changed elsewhere meanwhile: “${name}”. Save again to put yours in its place.`,
}

const de: typeof en = {
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

/** The texts in the language of the document. */
export const clashWords = (): typeof en => (document.documentElement.lang === 'de' ? de : en)
