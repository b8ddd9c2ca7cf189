import { expect, test } from 'vitest'
import { OUTDATED, entrySeen, forgetVersions, noteEntry, ratingSeen, noteRating, tagOf } from '../src/core/versions'

const viewer = (more: object) => ({ watch_entry_id: 'e', status: null, rating: null, review_id: null, ...more })

test('the version in an ETag is the time of the last change, in microseconds', () => {
  expect(tagOf('2024-03-24T17:51:43.123456Z')).toBe(`"${(1711302703123456).toString(16)}"`)
  expect(tagOf('2024-03-24T18:51:43.5+01:00')).toBe(tagOf('2024-03-24T17:51:43.500000Z'))
  expect(tagOf('2024-03-24T17:51:43Z')).toBe(tagOf('2024-03-24T17:51:43.000000+00:00'))
})

test('a change is made from the version that is shown', () => {
  forgetVersions()
  expect(entrySeen('t', viewer({ status: 'planned' }))).toEqual({})
  noteEntry({ title: { id: 't' }, status: 'planned', updated_at: '2024-03-24T17:51:43Z' })
  expect(entrySeen('t', viewer({ status: 'planned' }))).toEqual({ if_version: tagOf('2024-03-24T17:51:43Z') })
  noteRating({ titleId: 't', score: 3, updatedAt: '2024-03-24T17:51:43Z' })
  expect(ratingSeen('t', viewer({ rating: 3 }))).toEqual({ if_version: tagOf('2024-03-24T17:51:43Z') })
})

test('what is shown while the service has something else can only be refused', () => {
  noteEntry({ title: { id: 't' }, status: 'dropped', updated_at: '2024-03-24T17:51:43Z' })
  expect(entrySeen('t', viewer({ status: 'planned' }))).toEqual({ if_version: OUTDATED })
})
