import { expect, test } from 'vitest'
import { languageOf } from '../src/words'
import { de } from '../src/words/de'
import { problems } from '../src/words/de/problems'
import { en } from '../src/words/en'
import { said } from '../src/words/problems'

const keysOf = (value: unknown, path = ''): string[] =>
  value && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
    : [path]

test('both languages have the same texts, also where keys come from the service', () => {
  expect(keysOf({ ...de, problems: null })).toEqual(keysOf({ ...en, problems: null }))
})

test('the language is the first of the browser that the page has', () => {
  expect(languageOf(['fr-FR', 'de-AT', 'en'])).toBe('de')
  expect(languageOf(['pt'])).toBe('en')
})

test('numbers and plurals are those of the language', () => {
  expect(de.browse.count(5000)).toBe('5.000 Titel')
  expect(de.title.marked(1)).toBe('1 Folge gesehen')
  expect(en.title.marked(2)).toBe('2 episodes seen')
})

test('errors are said in the language, unknown codes by their kind', () => {
  expect(said(problems, 409, 'username_taken', [])).toBe('Dieser Benutzername ist vergeben.')
  expect(said(problems, 404, 'season_not_found', [])).toBe('Das gibt es nicht oder nicht mehr.')
  expect(said(problems, 418, 'new_here', [])).toBe(problems.other)
  const missing = [{ name: 'email', code: 'missing' }]
  expect(said(problems, 422, 'validation_failed', missing)).toBe('Daran stimmt etwas nicht: E-Mail-Adresse.')
  const short = [{ name: 'password', code: 'password_too_short' }]
  expect(said(problems, 422, 'weak_password', short)).toBe('Das Passwort ist zu kurz: Nimm mehrere Wörter.')
})
