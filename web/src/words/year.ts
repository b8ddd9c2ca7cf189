// Texts of the year in review, in both languages.
const en = {
  title: (year: string) => `${year} in review`,
  of: (name: string) => `What ${name} watched`,
  print: 'Print it',
  all: 'All figures',
  earlier: (year: number) => `${year}`,
  empty: (year: string) => `Nothing is known of ${year}`,
  emptyMore: 'What you watch and log with a day of that year appears here.',
  first: 'It began with',
  last: 'The last one',
  streak: 'Longest streak',
  days: (count: number) => (count === 1 ? '1 day in a row' : `${count} days in a row`),
  span: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  onDays: 'days with something seen',
  busiest: 'Fullest day',
  watched: (count: number) => (count === 1 ? 'one thing watched' : `${count} things watched`),
  best: 'Best rated',
  again: 'Watched most often',
  times: (count: number) => `${count} times`,
  episode: (season: number, number: number) => `S${season} E${number}`,
  review: 'Year in review',
}

const de: typeof en = {
  title: (year) => `Dein Jahr ${year}`,
  of: (name) => `Was ${name} gesehen hat`,
  print: 'Drucken',
  all: 'Alle Zahlen',
  earlier: (year) => `${year}`,
  empty: (year) => `Von ${year} ist nichts bekannt`,
  emptyMore: 'Was du mit einem Tag dieses Jahres einträgst, erscheint hier.',
  first: 'Es begann mit',
  last: 'Das Letzte',
  streak: 'Längste Serie',
  days: (count) => (count === 1 ? '1 Tag' : `${count} Tage hintereinander`),
  span: (from, to) => (from === to ? from : `${from} bis ${to}`),
  onDays: 'Tage, an denen du etwas gesehen hast',
  busiest: 'Vollster Tag',
  watched: (count) => (count === 1 ? 'eines gesehen' : `${count} gesehen`),
  best: 'Am besten bewertet',
  again: 'Am öftesten gesehen',
  times: (count) => `${count} Mal`,
  episode: (season, number) => `S${season} F${number}`,
  review: 'Jahresrückblick',
}

/** The texts in the language of the document. */
export const yearWords = (): typeof en => (document.documentElement.lang === 'de' ? de : en)
