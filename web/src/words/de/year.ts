import type { Words } from '../en'

export const year: Words['year'] = {
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
  days: (count) => (count === 1 ? 'ein Tag' : `${count} Tage hintereinander`),
  span: (from, to) => (from === to ? from : `${from} bis ${to}`),
  onDays: 'Tage, an denen du etwas gesehen hast',
  busiest: 'Tag mit den meisten Titeln',
  watched: (count) => (count === 1 ? 'ein Titel gesehen' : `${count} Titel gesehen`),
  best: 'Am besten bewertet',
  again: 'Am häufigsten gesehen',
  times: (count) => `${count} Mal`,
  episode: (season, number) => `S${season} F${number}`,
  review: 'Jahresrückblick',
}
