import type { Words } from '../en'
import { plural } from './plural'

export const browse: Words['browse'] = {
  title: 'Stöbern',
  kind: 'Art',
  released: 'Erschienen',
  from: 'Ab Jahr',
  to: 'Bis Jahr',
  genre: 'Genre',
  platform: 'Bei',
  atLeast: 'Mindestens',
  moreGenres: (count) => `${count} weitere`,
  fewerGenres: 'Weniger',
  count: (count) => plural(count, 'Titel', 'Titel'),
  bestMatches: (shown: number, all: number) =>
    `Das sind die ${shown} besten Treffer. In einer anderen Reihenfolge siehst du alle: ${plural(all, 'Titel', 'Titel')}.`,
  countFor: (count, q) => `${plural(count, 'Titel', 'Titel')} für „${q}“`,
  sorts: {
    relevance: 'Passt am besten',
    '-weighted_rating': 'Am besten bewertet',
    '-release_date': 'Neueste zuerst',
    release_date: 'Älteste zuerst',
    title: 'Nach Titel',
    '-created_at': 'Zuletzt dazugekommen',
    '-ratings_count': 'Am meisten bewertet',
  },
  nothing: 'Nichts gefunden',
  nothingMore: (q) =>
    `Hier heißt nichts „${q}“. Weniger Buchstaben finden mehr, und vielleicht verdeckt es ein Filter.`,
  nothingFiltered: 'Kein Titel passt zu allen diesen Filtern.',
  clear: 'Filter leeren',
  suggestions: 'Gefundene Titel',
  allFor: (q) => `Alles zu „${q}“`,
}
