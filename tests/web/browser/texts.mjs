// The fixed texts of a language of the page, read from its modules; those that another one has alike are left out.
import { readFileSync, readdirSync } from 'node:fs'

const FOLDER = new URL('../../../web/src/words/', import.meta.url)
const names = readdirSync(FOLDER, { recursive: true }).filter((name) => name.endsWith('.ts'))
const sources = names.map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')])

/** What a module says in a language: all of it in a folder of that name; of a part of the page that has both, one of its halves. */
function ofLanguage([name, source], language) {
  if (name.startsWith(`${language}/`)) return source
  const [en, de] = source.split('\nconst de')
  return de === undefined ? '' : { en, de }[language]
}

const literals = (language) =>
  new Set(
    sources.flatMap((one) =>
      [...ofLanguage(one, language).matchAll(/[:=] '((?:[^'\\]|\\.)+)'/g)].map(([, text]) => text),
    ),
  )

export const textsOf = (language, other) => [...literals(language)].filter((text) => !literals(other).has(text))
