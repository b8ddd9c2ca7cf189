import { afterEach, expect, test, vi } from 'vitest'
import { api } from '../src/api/client'
import { readChoice, readFitting } from '../src/screens/home/fitting'

const ANY = { time: 0, kind: '' } as const
const { signal } = new AbortController()

function answering(items: { id: string }[], total: number) {
  const pick = { id: 'picked' }
  const bodyOf = (path: string) => (path.endsWith('/pick') ? pick : { items, total })
  return vi.spyOn(api, 'GET').mockImplementation((async (path: string) => ({
    data: bodyOf(path),
    response: new Response(),
  })) as never)
}

afterEach(() => vi.restoreAllMocks())

test('an address names time and kind; what makes no sense in it is left out', () => {
  expect(readChoice(new URLSearchParams('time=90&kind=show'))).toEqual({ time: 90, kind: 'show' })
  expect(readChoice(new URLSearchParams('time=7&kind=opera'))).toEqual(ANY)
})

test('where nothing fits nothing is picked', async () => {
  const get = answering([], 0)
  expect(await readFitting(ANY, [], signal)).toEqual({ entry: null, beside: [] })
  expect(get).toHaveBeenCalledTimes(1)
})

test('what was shown is left out until all were shown; what is picked does not stand beside itself', async () => {
  const get = answering([{ id: 'picked' }, { id: 'other' }], 2)
  const { entry, beside } = await readFitting(ANY, ['other'], signal)
  expect([entry?.id, beside.map(({ id }) => id)]).toEqual(['picked', ['other']])
  const excluded = () => get.mock.lastCall?.[1] as { params: { query: { exclude: string[] } } }
  expect(excluded().params.query.exclude).toEqual(['other'])
  await readFitting(ANY, ['other', 'picked'], signal)
  expect(excluded().params.query.exclude).toEqual([])
})
