import { expect, test } from 'vitest'
import type { WatchEntry } from '../src/api/types'
import { type ChangePage, EntryCopy } from '../src/core/copy'
import { readEntryFilter } from '../src/core/entry-filter'
import { chosen, counted } from '../src/core/entry-search'

const entry = (id: string, title: string, more: object = {}): WatchEntry =>
  ({
    id,
    status: 'planned',
    rating: null,
    notes: null,
    updated_at: id,
    ...more,
    title: { id: `t${id}`, title, media_type: 'movie', genres: [], release_date: null },
  }) as unknown as WatchEntry
const page = (items: (WatchEntry | string)[], more: Partial<ChangePage> = {}): ChangePage =>
  ({
    items: items.map((one) =>
      typeof one === 'string'
        ? { id: one, kind: 'watchlist', data: null }
        : { id: one.id, kind: 'watchlist', data: one },
    ),
    next_cursor: 'c',
    has_more: false,
    is_snapshot: false,
    ...more,
  }) as unknown as ChangePage
const filter = (query = '') => readEntryFilter(new URLSearchParams(query))

test('a copy is whole after the last page, and follows changes and deletions', () => {
  const copy = new EntryCopy()
  copy.apply(page([entry('1', 'A')], { is_snapshot: true, has_more: true }))
  expect(copy.stored('me')).toBeNull()
  copy.apply(page([entry('2', 'B')], { is_snapshot: true }))
  expect([...copy.entries.keys()]).toEqual(['1', '2'])
  const changed = copy.apply(page([entry('1', 'A', { status: 'completed' }), '2', '3']))
  expect(changed.entries.map(({ entry: { id }, isThere }) => [id, isThere])).toEqual([
    ['1', true],
    ['2', false],
  ])
  expect(copy.stored('me')?.entries.map(({ status }) => status)).toEqual(['completed'])
})

test('after reading anew, what was not seen is dropped', () => {
  const copy = new EntryCopy()
  copy.take({ account: 'me', cursor: 'old', entries: [entry('1', 'A'), entry('2', 'B')], ratings: [] })
  copy.restart()
  expect(copy.cursor).toBeNull()
  copy.apply(page([entry('2', 'B')], { is_snapshot: true }))
  expect([...copy.entries.keys()]).toEqual(['2'])
})

test('of ratings it has their versions', () => {
  const copy = new EntryCopy()
  const rating = (id: string, data: object | null) => page([], { items: [{ id, kind: 'ratings', data }] as never })
  copy.apply(rating('9', { score: 4, updated_at: '2026-01-01T00:00:00Z', title: { id: 't1' } }))
  expect(copy.entries.size).toBe(0)
  expect(copy.stored('me')?.ratings).toEqual([{ id: '9', titleId: 't1', score: 4, updatedAt: '2026-01-01T00:00:00Z' }])
  expect(copy.apply(rating('9', null)).ratings).toMatchObject([{ rating: { titleId: 't1' }, isThere: false }])
  expect(copy.ratings.size).toBe(0)
})

test('search knows letters without their marks, every word counts, notes too', () => {
  const all = [entry('1', 'Amélie'), entry('2', 'Am Ende', { notes: 'With Elie' })]
  expect(chosen(all, filter('q=amelie')).map(({ id }) => id)).toEqual(['1'])
  expect(
    chosen(all, filter('q=am+elie'))
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['1', '2'])
})

test('what has no value comes last in either direction', () => {
  const all = [entry('1', 'b', { rating: 3 }), entry('2', 'A'), entry('3', 'c', { rating: 5 })]
  expect(chosen(all, filter('sort=-rating')).map(({ id }) => id)).toEqual(['3', '1', '2'])
  expect(chosen(all, filter('sort=title')).map(({ id }) => id)).toEqual(['2', '1', '3'])
  expect(chosen(all, filter()).map(({ id }) => id)).toEqual(['3', '2', '1'])
})

test('counts are of the rest of the filter', () => {
  const all = [entry('1', 'b', { status: 'dropped' }), entry('2', 'A')]
  const { total, by_status } = counted(all, filter('status=dropped'))
  expect([total, by_status.dropped, by_status.planned, by_status.watching]).toEqual([2, 1, 1, 0])
})
