import { expect, test } from 'vitest'
import { forgetSpots, freshEntry, noteSpot, spotOf } from '../src/core/spots'

test('every entry of the history has its own number', () => {
  const entries = [freshEntry(), freshEntry(), freshEntry()]
  expect(new Set(entries).size).toBe(3)
})

test('scroll and link of an entry are noted apart, and forgotten with the person', () => {
  noteSpot(1, { y: 300 })
  noteSpot(1, { link: '/titles/a' })
  noteSpot(2, { y: 5 })
  expect(spotOf(1)).toEqual({ y: 300, link: '/titles/a' })
  expect(spotOf(2)).toEqual({ y: 5, link: null })
  forgetSpots()
  expect(spotOf(1)).toEqual({ y: 0, link: null })
})
