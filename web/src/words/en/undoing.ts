import { pluralIn } from '../plural'

type Noun = readonly [one: string, many: string]

export const undoing = {
  kinds: { bulk: 'changed', watch: 'seen', unwatch: 'not seen', delete: 'deleted' } as Record<string, string>,
  of: (name: string, what: string) => `${name}: ${what}`,
  concerns: (what: string) => `Undo changes ${what}`,
  undoOf: (name: string) => `Undo: ${name}`,
  changedSince: 'It has been changed since, so it stays as it is.',
  here: 'in this browser',
  plural: pluralIn('en'),
  nouns: {
    watch_entry: ['entry of your list', 'entries of your list'],
    play: ['viewing', 'viewings'],
    rating: ['rating', 'ratings'],
    review: ['review', 'reviews'],
    list: ['list', 'lists'],
    list_item: ['title of a list', 'titles of a list'],
    list_order: ['order of a list', 'orders of lists'],
    list_link: ['link', 'links'],
    mark: ['mark', 'marks'],
    tag: ['tag', 'tags'],
  } as Record<string, Noun>,
}
