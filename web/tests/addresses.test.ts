import { describe, expect, test } from 'vitest'
import { readEntryFilter } from '../src/core/entry-filter'
import { match } from '../src/core/router'
import { countOf, queryOf, readFilter } from '../src/core/title-filter'
import { visibleRows } from '../src/core/virtual'
import { ROUTES } from '../src/routes'

const ID = '0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b'
const browse = (text: string) => readFilter(new URLSearchParams(text))

describe('paths', () => {
  test.each([
    ['/', '/', {}],
    ['/list', '/list', {}],
    ['/list', '/list/', {}],
    ['/titles/:id', `/titles/${ID}`, { id: ID }],
    ['/titles/:id', '/titles', null],
    ['/titles/:id', `/titles/${ID}/more`, null],
    ['/', '/list', null],
    ['/titles/:id', '/titles/', null],
    ['/titles/:id', '/titles//', null],
    ['/titles/:id', '/titles/%E0%A4', null],
    ['/titles/:id', '/title/xyz', null],
    ['/list', '/list//', null],
    ['/', '/nothing', null],
    ['/shared/lists/:secret', '/shared/lists/a%2Fb', { secret: 'a/b' }],
  ])('%s and %s', (pattern, path, parts) => expect(match(pattern, path)).toEqual(parts))
})

describe('screens', () => {
  const screenOf = (path: string) => ROUTES.find(({ pattern }) => match(pattern, path))?.pattern ?? null
  test.each([
    ['/', '/'],
    ['/list/', '/list'],
    ['/titles/xyz', '/titles/:id'],
    ['/admin/users', '/admin/:part'],
    ['/nothing', null],
    ['/title/xyz', null],
    ['/titles', null],
    ['/titles/a/b', null],
    ['/list//', null],
    ['/%E0%A4', null],
  ])('%s shows %s', (path, pattern) => expect(screenOf(path)).toBe(pattern))
})

describe('filters of Browse', () => {
  test('what the address says is what is asked for', () => {
    const filter = browse(`q=blade&kind=movie&from=1940&to=2000&genre=${ID}&least=3.5&sort=-release_date`)
    expect(queryOf(filter)).toEqual({
      q: 'blade',
      media_type: 'movie',
      year_from: 1940,
      year_to: 2000,
      genre_id: [ID],
      min_rating: 3.5,
    })
    expect(queryOf(browse('undone=1'))).toEqual({ without_status: ['completed', 'dropped'] })
    expect([filter.sort, countOf(filter)]).toEqual(['-release_date', 4])
  })

  test('an address that makes no sense shows titles, no error', () => {
    expect(queryOf(browse('kind=book&from=abc&to=-4&genre=x&least=9&sort=colour'))).toEqual({})
    expect(browse('sort=colour').sort).toBe('-weighted_rating')
  })

  test('the best match needs words', () => {
    expect([browse('sort=relevance').sort, browse('q=x').sort]).toEqual(['-weighted_rating', 'relevance'])
  })

  test('years in the wrong order are put right', () => {
    expect([browse('from=2000&to=1990').from, browse('from=2000&to=1990').to]).toEqual([1990, 2000])
  })
})

test('filters of My list leave out what makes no sense', () => {
  const filter = readEntryFilter(new URLSearchParams('status=lost&kind=book&genre=1&sort=x&q= a '))
  expect(filter).toEqual({ q: 'a', status: null, kind: null, genre: null, isFavorite: false, sort: '-updated_at' })
})

describe('rows in the window', () => {
  test('those in it, and six more on either side', () => {
    expect(visibleRows({ top: 1000, height: 500, rowHeight: 50, rows: 5000 })).toEqual({ first: 14, end: 36 })
  })
  test('never beyond the ends', () => {
    expect(visibleRows({ top: 0, height: 500, rowHeight: 50, rows: 4 })).toEqual({ first: 0, end: 4 })
    expect(visibleRows({ top: 9999, height: 500, rowHeight: 50, rows: 4 })).toEqual({ first: 3, end: 4 })
    expect(visibleRows({ top: 0, height: 500, rowHeight: 50, rows: 0 })).toEqual({ first: 0, end: 0 })
  })
})
