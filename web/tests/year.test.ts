import { describe, expect, test } from 'vitest'
import { busiest, longestStreak, mostWatched } from '../src/core/year'

describe('a year in review', () => {
  test('a streak goes over the end of a month, and the first of two equal ones counts', () => {
    const days = {
      '2024-02-28': 1,
      '2024-02-29': 2,
      '2024-03-01': 1,
      '2024-05-02': 1,
      '2024-05-03': 1,
      '2024-05-04': 1,
      '2024-07-01': 0,
    }
    expect(longestStreak(days)).toEqual({ from: '2024-02-28', to: '2024-03-01', days: 3 })
    expect(longestStreak({})).toBeNull()
  })

  test('the busiest day is the first of several', () => {
    expect(busiest({ '2024-05-02': 3, '2024-01-01': 1, '2024-02-01': 3 })).toEqual(['2024-02-01', 3])
    expect(busiest({})).toBeNull()
  })

  test('what was watched more than once, the most watched first', () => {
    const plays = ['a', 'b', 'c', 'b', 'c', 'c'].map((id) => ({ title: { id } }))
    expect(mostWatched(plays, 5).map(({ title, count }) => [title.id, count])).toEqual([
      ['c', 3],
      ['b', 2],
    ])
  })
})
