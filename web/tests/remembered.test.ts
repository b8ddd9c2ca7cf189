import { beforeEach, expect, test, vi } from 'vitest'
import { rememberFilter, rememberedFilter } from '../src/core/remembered'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})

test('nothing was looked at yet', () => expect(rememberedFilter()).toBeNull())

test('status and order come again, what was searched for does not', () => {
  rememberFilter(new URLSearchParams('status=planned&sort=title&q=blade'))
  expect(rememberedFilter()).toEqual({ status: 'planned', sort: 'title', isBroken: false })
})

test('all of the list is remembered as well', () => {
  rememberFilter(new URLSearchParams('status=planned'))
  rememberFilter(new URLSearchParams(''))
  expect(rememberedFilter()).toBeNull()
})

test('what no longer means anything is left out and told', () => {
  rememberFilter(new URLSearchParams('status=someday&sort=title'))
  expect(rememberedFilter()).toEqual({ status: null, sort: 'title', isBroken: true })
})
