import { afterEach, expect, test, vi } from 'vitest'
import { api } from '../src/api/client'
import { genresOf } from '../src/core/genres'
import { noteTitle } from '../src/core/known'

const idOf = (number: number) => `0193f5a0-c1d2-7e0f-9a3b-00000000000${number}`
const title = (number: number) => ({ id: idOf(number), media_type: 'show' as const, title: `Show ${number}` })
const answering = (items: unknown[]) =>
  vi.spyOn(api, 'GET').mockResolvedValue({ data: { items }, response: new Response() } as never)

afterEach(() => vi.restoreAllMocks())

test('titles that came without genres are asked for together, once', async () => {
  const get = answering([{ id: idOf(1), genres: [{ name: 'Crime' }] }])
  expect([genresOf(title(1)), genresOf(title(2)), genresOf(title(1))]).toEqual([null, null, null])
  await vi.waitFor(() => expect(genresOf(title(1))).toEqual([{ name: 'Crime' }]))
  expect(genresOf(title(2))).toEqual([])
  expect(get).toHaveBeenCalledTimes(1)
})

test('what is known is not asked for, nor what is no title of the service', () => {
  const get = answering([])
  noteTitle({ ...title(3), genres: [{ name: 'Drama' }] })
  noteTitle(title(3))
  expect(genresOf(title(3))).toEqual([{ name: 'Drama' }])
  expect(genresOf({ ...title(4), id: '603' })).toEqual([])
  expect(get).not.toHaveBeenCalled()
})
