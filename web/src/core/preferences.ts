// What follows a person to another device: the theme. Read after signing in, written when it is changed.
import { api } from '../api/client'
import { ask } from './asking'
import { setTheme, type Theme } from './theme'

export async function takePreferences(): Promise<void> {
  const { data } = await api.GET('/api/v1/auth/me/preferences')
  if (data?.theme) setTheme(data.theme)
}

/** Use a theme here and elsewhere; what else the person prefers stays. */
export async function preferTheme(theme: Theme): Promise<void> {
  setTheme(theme)
  const before = await ask(() => api.GET('/api/v1/auth/me/preferences'))
  const { language, default_status, view, hide_spoilers, page } = before
  const body = { theme, language, default_status, view, hide_spoilers, page: page as never }
  await ask(() => api.PUT('/api/v1/auth/me/preferences', { body }))
}
