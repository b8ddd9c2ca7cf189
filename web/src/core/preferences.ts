// What follows a person to another device: theme and language. Read after signing in, written when it is changed.
import { api } from '../api/client'
import { ask } from './asking'
import { type Language, isLanguage, setLanguage } from '../words'
import { setTheme, type Theme } from './theme'

export async function takePreferences(): Promise<void> {
  const { data } = await api.GET('/api/v1/auth/me/preferences')
  if (data?.theme) setTheme(data.theme)
  if (isLanguage(data?.language)) await setLanguage(data.language)
}

export function preferTheme(theme: Theme): Promise<void> {
  setTheme(theme)
  return prefer({ theme })
}

export async function preferLanguage(language: Language): Promise<void> {
  await setLanguage(language)
  await prefer({ language })
}

/** Store a preference for other devices; what else the person prefers stays. */
async function prefer(change: { theme: Theme } | { language: Language }): Promise<void> {
  const before = await ask(() => api.GET('/api/v1/auth/me/preferences'))
  const { theme, language, default_status, view, hide_spoilers, page } = before
  const body = { theme, language, default_status, view, hide_spoilers, page: page as never, ...change }
  await ask(() => api.PUT('/api/v1/auth/me/preferences', { body }))
}
