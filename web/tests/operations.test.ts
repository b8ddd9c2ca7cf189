import { expect, test } from 'vitest'
import type { Operation } from '../src/api/types'
import { concernsOf, nameOf } from '../src/core/operations'

const operation = (more: object): Operation =>
  ({ kind: 'bulk', counts: { updated: 1 }, title: null, name: null, resources: {}, ...more }) as unknown as Operation
const heat = { id: '1', media_type: 'movie', title: 'Heat' }

test('what was done on another device is named by what it was about', () => {
  expect(nameOf(operation({ title: heat }))).toBe('Heat: changed')
  expect(nameOf(operation({ kind: 'watch', title: heat }))).toBe('Heat: seen')
  expect(nameOf(operation({ kind: 'delete', name: 'Rain' }))).toBe('Rain: deleted')
  expect(nameOf(operation({}))).toBe('Change of several titles')
  expect(nameOf(operation({ kind: 'import' }))).toBe('Import')
})

test('what was done here is named as it was said', () => {
  expect(nameOf(operation({ title: heat }), 'Heat: Completed')).toBe('Heat: Completed')
})

test('an undo says what it concerns', () => {
  expect(concernsOf(operation({ resources: { watch_entry: 1, play: 2 } }))).toBe(
    'Undo changes 1 entry of your list, 2 viewings',
  )
  expect(concernsOf(operation({}))).toBe('')
})
