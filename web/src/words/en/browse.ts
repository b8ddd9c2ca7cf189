import { plural } from './plural'

export const browse = {
  title: 'Browse',
  kind: 'Kind',
  released: 'Released',
  from: 'From year',
  to: 'To year',
  genre: 'Genre',
  platform: 'On',
  atLeast: 'At least',
  moreGenres: (count: number) => `${count} more`,
  fewerGenres: 'Fewer',
  count: (count: number) => plural(count, 'title', 'titles'),
  bestMatches: (shown: number, all: number) =>
    `These are the ${shown} best matches. In another order you see all: ${plural(all, 'title', 'titles')}.`,
  countFor: (count: number, q: string) => `${plural(count, 'title', 'titles')} for “${q}”`,
  sorts: {
    relevance: 'Best match',
    '-weighted_rating': 'Best rated',
    '-release_date': 'Newest',
    release_date: 'Oldest',
    title: 'Title',
    '-created_at': 'Recently added',
    '-ratings_count': 'Most rated',
  } as Record<string, string>,
  nothing: 'Nothing found',
  nothingMore: (q: string) => `Nothing here is called “${q}”. Try fewer letters; a filter may be hiding it.`,
  nothingFiltered: 'No title fits all these filters.',
  clear: 'Clear the filters',
  suggestions: 'Titles',
  allFor: (q: string) => `All results for “${q}”`,
}
