import { describe, expect, test } from 'vitest'
import { ago, isoDay, runtime, when, yearOf } from '../src/core/format'

const NOW = new Date(2026, 10, 30, 20, 0)

test('lengths in hours and minutes', () => {
  expect([45, 60, 117, 0, null].map(runtime)).toEqual(['45 min', '1 h', '1 h 57 min', '', ''])
})

test('the year of a title, however exactly its day is known', () => {
  expect([yearOf({ release_date: '2023-01-01' }), yearOf({ year: 1982 }), yearOf({ release_date: null })]).toEqual([
    '2023',
    '1982',
    '',
  ])
})

describe('dates as people say them', () => {
  test.each([
    [new Date(2026, 10, 30, 0, 5), 'today'],
    [new Date(2026, 10, 29, 23, 59), 'yesterday'],
    [new Date(2026, 10, 21), '21 November'],
    [new Date(2024, 10, 21), '21 November 2024'],
  ])('%s', (date, text) => expect(ago(date.toISOString(), NOW)).toBe(text))

  test.each([
    ['2026', 'year', '2026'],
    ['2026-11', 'month', 'November 2026'],
    ['2026-11-12', 'day', '12 November 2026'],
    [null, 'unknown', 'unknown'],
  ])('%s as a %s', (value, precision, text) => expect(when(value, precision)).toBe(text))

  test('days before today, over a month’s end', () => {
    expect([isoDay(0, NOW), isoDay(30, NOW)]).toEqual(['2026-11-30', '2026-10-31'])
  })
})
