import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe as describeTests, expect, test } from 'vitest'
import { describe as drawn, nameOn } from '../src/core/poster'

const CATALOGUE = new URL('../../src/watchkeeper/resources/demo_catalogue/', import.meta.url)

/** The fields of a line without quoted commas; other lines are left out. */
const fieldsOf = (line: string) => line.split(',')

function films(): { title: string; year: string; genres: string[] }[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(new URL('films.csv.gz', CATALOGUE)))
    .toString()
    .trim()
    .split(/\r?\n/)
  const names = fieldsOf(head)
  const at = (name: string) => names.indexOf(name)
  return lines
    .filter((line, index) => index % 10 === 0 && !line.includes('"'))
    .map(fieldsOf)
    .map((fields) => ({
      title: fields[at('title')] ?? '',
      year: (fields[at('release_date')] ?? '').slice(0, 4),
      genres: (fields[at('genres')] ?? '').split('|'),
    }))
}

test('a poster never changes', () => {
  const hash = createHash('sha256')
  for (const film of films()) hash.update(JSON.stringify(drawn({ ...film, kind: 'movie' })))
  expect(hash.digest('hex').slice(0, 16)).toBe('d084ee72bb9ecefd')
})

test('the same facts give the same poster, other facts another', () => {
  const facts = { title: 'Blade Runner', year: '1982', genres: ['Science Fiction'], kind: 'movie' }
  expect(drawn(facts)).toEqual(drawn({ ...facts }))
  expect(drawn(facts).motif).toBe('orbit')
  expect(drawn({ ...facts, year: '2017' }).seed).not.toBe(drawn(facts).seed)
})

test('a long title has smaller letters', () => {
  expect(drawn({ title: 'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb' }).size).toBeLessThan(
    drawn({ title: 'Heat' }).size,
  )
})

test('a title without facts has a poster too', () => {
  expect(drawn({ title: '映画' }).shapes.length).toBeGreaterThan(0)
  expect(drawn({ title: '' }).shapes.length).toBeGreaterThan(0)
})

describeTests('names on posters', () => {
  const shown = (title: string) => nameOn(drawn({ title }), title)

  test('stand whole where they fit', () =>
    expect(['Blade Runner', '千と千尋の神隠し', 'جدایی نادر از سیمین'].map(shown)).toEqual([
      'Blade Runner',
      '千と千尋の神隠し',
      'جدایی نادر از سیمین',
    ]))

  test('are cut at a word where even the smallest letters do not fit', () => {
    const name = shown('The very long story '.repeat(20).trim())
    expect(name.length).toBeLessThan(140)
    expect(name).toMatch(/(The|very|long|story)…$/)
  })

  test('have smaller letters in scripts with wide ones', () =>
    expect(drawn({ title: '漢'.repeat(12) }).size).toBeLessThan(drawn({ title: 'word word wo' }).size))
})
