import { beforeEach, expect, test } from 'vitest'
import { forgetAll, keep, keepAt } from '../src/core/kept'
import { type Place, place } from '../src/core/router'

const at = (path: string, by: Place['by'], query = '') => {
  place.value = { path, query: new URLSearchParams(query), by, entry: 0 }
}

beforeEach(forgetAll)

test('on the way back a screen finds what it had, after a link it begins anew', () => {
  at('/browse', 'link')
  keep('list', () => 'first')
  at('/browse', 'back')
  expect(keep('list', () => 'anew')).toBe('first')
  at('/browse', 'link')
  expect(keep('list', () => 'anew')).toBe('anew')
})

test('each address has its own, also below the address that a filter led to', () => {
  at('/browse', 'link')
  const list = keep('list', () => ['all'])
  at('/browse', 'link', 'q=blade')
  keepAt('list', list)
  at('/browse', 'back', 'q=blade')
  expect(keep('list', () => [])).toBe(list)
})

test('the last twenty addresses are kept, however much each of them has', () => {
  at('/browse', 'link')
  keep('list', () => 'deep')
  for (let title = 1; title < 20; title++) {
    at(`/titles/${title}`, 'link')
    for (let part = 0; part < 9; part++) keep(`part ${part}`, () => part)
  }
  at('/browse', 'back')
  expect(keep('list', () => 'lost')).toBe('deep')
  for (let title = 20; title < 40; title++) {
    at(`/titles/${title}`, 'link')
    keep('part', () => title)
  }
  at('/browse', 'back')
  expect(keep('list', () => 'lost')).toBe('lost')
})
