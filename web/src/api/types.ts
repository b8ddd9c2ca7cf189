// Short names for the parts of the API document that the page uses.
import type { components } from './schema'

type Schemas = components['schemas']

export type AdminUser = Schemas['AdminUser']
export type About = Schemas['About']
export type Bulk = Schemas['Bulk']
export type Episode = Schemas['Episode']
export type List = Schemas['List']
export type ListItem = Schemas['ListItem']
export type MediaType = Schemas['MediaType']
export type NextUp = Schemas['NextUp']
export type Operation = Schemas['Operation']
export type Play = Schemas['Play']
export type Problem = Schemas['Problem']
export type Rating = Schemas['Rating']
export type Review = Schemas['Review']
export type Season = Schemas['Season']
export type Title = Schemas['Title']
/** A title as lists show it: a whole one is one, too. */
export type ListedTitle = Schemas['ListedTitle']
export type TitleSuggestion = Schemas['TitleSuggestion']
export type User = Schemas['User']
export type Viewer = Schemas['Viewer']
export type WatchEntry = Schemas['WatchEntry']
export type WatchEntryTitle = Schemas['WatchEntryTitle']
export type WatchStatus = Schemas['WatchStatus']
export type WatchlistCounts = Schemas['WatchlistCounts']

/** What cards and posters need to know of a title; every resource that shows one has these. */
export interface CardTitle {
  id: string
  media_type: MediaType
  title: string
  year?: number | null
  release_date?: string | null
  release_date_precision?: string | null
  poster_url?: string | null
  genres?: readonly { name: string }[]
  viewer?: Viewer | null
  rating?: { average: number | null }
  average_rating?: number | null
}
