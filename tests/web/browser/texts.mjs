// The fixed texts of a language of the page, read from its module; those that another one has alike are left out.
import { readFileSync } from 'node:fs'

const literals = (language) => {
  const source = readFileSync(new URL(`../../../web/src/words/${language}.ts`, import.meta.url), 'utf8')
  return new Set([...source.matchAll(/: '((?:[^'\\]|\\.)+)'/g)].map(([, text]) => text))
}

export const textsOf = (language, other) => [...literals(language)].filter((text) => !literals(other).has(text))
