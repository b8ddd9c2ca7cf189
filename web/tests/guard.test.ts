import { expect, test } from 'vitest'
import { ChangedElsewhere, guarded, unversioned } from '../src/core/guard'
import { ApiError } from '../src/core/problem'

const viewer = (more: object = {}) => ({
  watch_entry_id: 'e',
  status: 'planned' as const,
  rating: null,
  review_id: null,
  ...more,
})
const refusing = (codes: (string | null)[]) => async () => {
  const code = codes.shift()
  if (code) throw new ApiError(412, { code })
  return 'stored'
}
const change = (codes: (string | null)[], theirs: object) =>
  guarded({
    seen: viewer(),
    of: ({ status }) => status,
    mine: 'dropped',
    send: refusing(codes),
    look: async () => viewer(theirs),
  })

test('what nobody else changed is stored', async () => expect(await change([null], {})).toBe('stored'))

test('where something else of it was changed, it is sent again', async () => {
  expect(await change(['precondition_failed', null], { rating: 3 })).toBe('stored')
})

test('where the same was changed, theirs is told', async () => {
  const failed = change(['precondition_failed', null], { status: 'completed' })
  await expect(failed).rejects.toSatisfy(
    (error) => error instanceof ChangedElsewhere && error.theirs.status === 'completed',
  )
  await expect(change(['watch_entry_not_found'], { status: null, watch_entry_id: null })).rejects.toBeInstanceOf(
    ChangedElsewhere,
  )
})

test('where it is like that already, there is nothing to do', async () => {
  expect(await change(['precondition_failed'], { status: 'dropped' })).toBeNull()
})

test('other refusals, and a service that never agrees, stay errors', async () => {
  await expect(change(['title_not_watched'], {})).rejects.toMatchObject({ code: 'title_not_watched' })
  await expect(change(Array(9).fill('precondition_failed'), {})).rejects.toMatchObject({ code: 'precondition_failed' })
})

test('a change that is made once more names no version, and what is there now', () => {
  const again = (path: string, item: object, theirs: object) =>
    JSON.parse(unversioned(path, JSON.stringify({ return: 'full', items: [item] }), viewer(theirs)))
  const planned = { title_id: 't', status: 'planned' }
  expect(again('/watchlist/bulk', { action: 'create', ...planned }, {})).toEqual({
    return: 'full',
    items: [{ action: 'patch', ...planned }],
  })
  expect(
    again('/watchlist/bulk', { action: 'patch', if_version: '"1"', ...planned }, { watch_entry_id: null }).items,
  ).toEqual([{ action: 'create', ...planned }])
  expect(again('/ratings/bulk', { action: 'create', title_id: 't', score: 4 }, {}).items).toEqual([
    { action: 'put', title_id: 't', score: 4 },
  ])
  expect(again('/ratings/bulk', { action: 'delete', if_version: '"1"', title_id: 't' }, {}).items).toEqual([
    { action: 'delete', title_id: 't' },
  ])
})
