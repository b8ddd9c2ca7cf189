import { plural } from './plural'

export const did = {
  status: (title: string, status: string) => `${title}: ${status}`,
  removed: (title: string) => `${title} is off your list`,
  removedMany: (count: number) => `${plural(count, 'title', 'titles')} off your list`,
  changedMany: (count: number, status: string) => `${plural(count, 'title', 'titles')}: ${status}`,
  rated: (title: string, score: string) => `${title}: rated ${score}`,
  ratedAndCompleted: (score: string) => `Completed, rated ${score}`,
  ratedMany: (count: number, score: string) => `${plural(count, 'title', 'titles')} rated ${score}`,
  unrated: (title: string) => `${title}: rating removed`,
  seen: (what: string) => `${what} seen`,
  undone: 'Taken back.',
  left: (count: number) => `Taken back, but ${plural(count, 'thing was', 'things were')} changed since and left alone.`,
  note: 'Your note is saved.',
  movedTo: (status: string) => `moved to ${status}`,
  play: 'The date is saved.',
  playRemoved: 'That date is removed.',
}
