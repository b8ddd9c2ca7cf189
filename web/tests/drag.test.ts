import { expect, test } from 'vitest'
import { placeOf } from '../src/screens/lists/drag'

test('a row takes the place of those whose middle it has passed', () => {
  const middles = [10, 30, 50, 70]
  expect(placeOf(middles, 0, 5)).toBe(0)
  expect(placeOf(middles, 0, 21)).toBe(1)
  expect(placeOf(middles, 0, 500)).toBe(3)
  expect(placeOf(middles, 3, -45)).toBe(1)
  expect(placeOf(middles, 2, -500)).toBe(0)
})
