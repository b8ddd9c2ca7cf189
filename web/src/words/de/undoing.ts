import { pluralIn } from '../plural'
import type { Words } from '../en'

export const undoing: Words['undoing'] = {
  kinds: { bulk: 'geändert', watch: 'gesehen', unwatch: 'nicht gesehen', delete: 'gelöscht' },
  of: (name, what) => `${name}: ${what}`,
  concerns: (what) => `Betrifft ${what}`,
  undoOf: (name) => `Rückgängig: ${name}`,
  changedSince: 'Das wurde inzwischen geändert; es bleibt, wie es ist.',
  here: 'in diesem Browser',
  plural: pluralIn('de'),
  nouns: {
    watch_entry: ['Eintrag deiner Liste', 'Einträge deiner Liste'],
    play: ['Sichtung', 'Sichtungen'],
    rating: ['Bewertung', 'Bewertungen'],
    review: ['Rezension', 'Rezensionen'],
    list: ['Liste', 'Listen'],
    list_item: ['Titel einer Liste', 'Titel einer Liste'],
    list_order: ['Reihenfolge einer Liste', 'Reihenfolgen von Listen'],
    list_link: ['Link', 'Links'],
    mark: ['Markierung', 'Markierungen'],
    tag: ['Schlagwort', 'Schlagwörter'],
  },
}
