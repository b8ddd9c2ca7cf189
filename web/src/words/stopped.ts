// Texts about where one stopped and what to pick, in both languages.
const en = {
  title: 'Where you stopped',
  at: (at: string, of: string | null) => (of ? `${at} of ${of}` : `at ${at}`),
  episode: (season: number, number: number) => `S${season} E${number}`,
  forget: 'Forget it',
  forgetOf: (name: string) => `Forget it: ${name}`,
  forgotten: 'Forgotten.',
  kind: 'Kind',
  anyKind: 'Any kind',
}

const de: typeof en = {
  title: 'Wo du aufgehört hast',
  at: (at, of) => (of ? `${at} von ${of}` : `bei ${at}`),
  episode: (season, number) => `S${season} F${number}`,
  forget: 'Vergessen',
  forgetOf: (name) => `Vergessen: ${name}`,
  forgotten: 'Vergessen.',
  kind: 'Art',
  anyKind: 'Jede Art',
}

/** The texts in the language of the document. */
export const stoppedWords = (): typeof en => (document.documentElement.lang === 'de' ? de : en)
