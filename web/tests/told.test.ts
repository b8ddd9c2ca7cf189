import { expect, test } from 'vitest'
import type { Import, Row } from '../src/core/imports'
import { reasonsOf, writtenBy } from '../src/screens/import/told'

const row = (reason: string | null, ...warnings: Row['warnings']) => ({ reason, warnings }) as Row

test('a reason is told in words, and one that nobody foresaw as it is', () => {
  expect(reasonsOf(row('not_watched'))).toEqual(['not watched'])
  expect(reasonsOf(row('of_tomorrow'))).toEqual(['of_tomorrow'])
})

test('a field that was not understood is told once', () => {
  expect(reasonsOf(row('rating', { field: 'rating', code: 'invalid' }))).toEqual(['rating: not understood'])
})

test('a field beside the reason is told too', () => {
  expect(reasonsOf(row(null, { field: 'title', code: 'matched_by_name' }))).toEqual(['title: found by its name alone'])
})

test('what was written has names by number', () => {
  expect(writtenBy({ written: { ratings: 1, plays: 2, reviews: 0 } } as unknown as Import)).toBe('2 viewings, 1 rating')
})
