import { signal } from '@preact/signals'
import { stored, store } from '../core/theme'
import { en, type Words } from './en'

/** Languages by their own names. English is part of the first load, others are loaded where they are chosen. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const KEY = 'watchkeeper.language'
const OTHERS: Record<Exclude<Language, 'en'>, () => Promise<Words>> = {
  de: async () => (await import('./de')).de,
}

/** The texts in use. They change with the language: read them while drawing, not while a module loads. */
export let w: Words = en
export const language = signal<Language>('en')

export const isLanguage = (text: unknown): text is Language => typeof text === 'string' && text in LANGUAGES

/** The first language of these that the page has: `de-AT` is German. */
export const languageOf = (tags: readonly string[]): Language =>
  tags.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en'

async function speak(chosen: Language): Promise<void> {
  w = chosen === 'en' ? en : await OTHERS[chosen]()
  document.documentElement.lang = chosen
  language.value = chosen
}

/** Begin in the language chosen before, else in the browser's; in English where it can't be loaded. */
export async function startWords(): Promise<void> {
  const chosen = languageOf([stored(KEY) ?? '', ...navigator.languages])
  if (chosen !== 'en') await speak(chosen).catch(() => undefined)
}

export async function setLanguage(chosen: Language): Promise<void> {
  store(KEY, chosen)
  if (chosen !== language.value) await speak(chosen)
}
