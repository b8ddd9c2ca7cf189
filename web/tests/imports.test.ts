import { expect, test } from 'vitest'
import { bytes } from '../src/core/format'
import { isDecided, resultShown } from '../src/core/imports'
import { ApiError, sentence } from '../src/core/problem'
import { resultOf } from '../src/screens/import/told'
import { yearsOf } from '../src/screens/statistics/plots'

test('rows that need a choice are shown first, and none alone once there is nothing to choose', () => {
  const all = new URLSearchParams()
  expect(resultShown({ state: 'preview', undecided: 2 }, all)).toBe('ambiguous')
  expect(resultShown({ state: 'preview', undecided: 2 }, new URLSearchParams('result=ready'))).toBe('ready')
  expect(resultShown({ state: 'preview', undecided: 0 }, all)).toBeNull()
  expect(resultShown({ state: 'preview', undecided: 0 }, new URLSearchParams('decided=false'))).toBe('ambiguous')
  expect(resultShown({ state: 'committed', undecided: 2 }, all)).toBeNull()
})

test('a choice is known by the rows that no longer wait for one', () => {
  expect(isDecided({ counts: { ready: 9, ambiguous: 2, missing_identity: 1 }, undecided: 3 })).toBe(false)
  expect(isDecided({ counts: { ready: 9, ambiguous: 2, missing_identity: 1 }, undecided: 2 })).toBe(true)
})

test('results are told as what became of them once an import is committed', () => {
  expect(resultOf('ready', 'preview')).toBe('Will be added')
  expect(resultOf('ready', 'committed')).toBe('Added')
  expect(resultOf('ready', 'rolled_back')).toBe('Taken back')
  expect(resultOf('exists', 'committed')).toBe('Already there')
})

test('a size is told in whole kilobytes or megabytes', () => {
  expect([bytes(700), bytes(800 * 1024), bytes(50 * 1024 * 1024)]).toEqual(['1 kB', '800 kB', '50 MB'])
})

test('what a proxy refused without a word is not a service that does not answer', () => {
  expect(new ApiError(413, {}).code).toBe('payload_too_large')
  expect(sentence(new ApiError(413, {}))).toBe('The request was refused on its way to the service (413).')
  expect(sentence(new ApiError(0, {}))).toBe('The service isn’t answering.')
})

test('years without anything stand between the others, twelve at most', () => {
  const month = (text: string, movies: number, episodes: number) => ({ month: text, movies, episodes }) as never
  expect(yearsOf([month('2024-03', 2, 1), month('2024-05', 1, 0), month('2026-01', 0, 4)])).toEqual([
    { name: '2024', a: 3, b: 1 },
    { name: '2025', a: 0, b: 0 },
    { name: '2026', a: 0, b: 4 },
  ])
  expect(yearsOf([month('1990-01', 1, 0), month('2026-01', 1, 0)]).map(({ name }) => name)[0]).toBe('2015')
  expect(yearsOf([])).toEqual([])
})
