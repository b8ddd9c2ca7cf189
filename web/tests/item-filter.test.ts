import { expect, test } from 'vitest'
import { isWhole, itemQueryOf, readItemFilter } from '../src/core/item-filter'

const read = (query: string) => readItemFilter('a', new URLSearchParams(query))

test('without a filter a list is whole and in its own order', () => {
  expect(isWhole(read(''))).toBe(true)
  expect(itemQueryOf(read(''))).toEqual({ sort: 'rank' })
})

test('kind, status and order go to the service', () =>
  expect(itemQueryOf(read('kind=movie&status=planned&sort=title'))).toEqual({
    sort: 'title',
    media_type: 'movie',
    status: ['planned'],
  }))

test('what makes no sense is left out', () => expect(isWhole(read('kind=opera&status=someday&sort=luck'))).toBe(true))
