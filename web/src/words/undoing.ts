// Texts about what operations did and what an undo brings back, in both languages.
import { pluralIn } from './plural'

type Noun = readonly [one: string, many: string]

const en = {
  kinds: { bulk: 'changed', watch: 'seen', unwatch: 'not seen', delete: 'deleted' } as Record<string, string>,
  of: (name: string, what: string) => `${name}: ${what}`,
  concerns: (what: string) => `Undo concerns ${what}`,
  undoOf: (name: string) => `Undo: ${name}`,
  plural: pluralIn('en'),
  nouns: {
    watch_entry: ['entry of your list', 'entries of your list'],
    play: ['viewing', 'viewings'],
    rating: ['rating', 'ratings'],
    review: ['review', 'reviews'],
    list: ['list', 'lists'],
    list_item: ['title of a list', 'titles of a list'],
    list_link: ['link', 'links'],
    mark: ['mark', 'marks'],
    tag: ['tag', 'tags'],
  } as Record<string, Noun>,
}

const de: typeof en = {
  kinds: { bulk: 'geändert', watch: 'gesehen', unwatch: 'nicht gesehen', delete: 'gelöscht' },
  of: (name, what) => `${name}: ${what}`,
  concerns: (what) => `Rückgängig betrifft ${what}`,
  undoOf: (name) => `Rückgängig: ${name}`,
  plural: pluralIn('de'),
  nouns: {
    watch_entry: ['Eintrag deiner Liste', 'Einträge deiner Liste'],
    play: ['Mal Sehen', 'Male Sehen'],
    rating: ['Bewertung', 'Bewertungen'],
    review: ['Rezension', 'Rezensionen'],
    list: ['Liste', 'Listen'],
    list_item: ['Titel einer Liste', 'Titel einer Liste'],
    list_link: ['Link', 'Links'],
    mark: ['Markierung', 'Markierungen'],
    tag: ['Schlagwort', 'Schlagwörter'],
  },
}

/** The texts in the language of the document. */
export const undoing = (): typeof en => (globalThis.document?.documentElement.lang === 'de' ? de : en)
