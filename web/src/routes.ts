import type { ComponentType } from 'preact'

export interface ScreenProps {
  parts: Record<string, string>
}
type Screen = ComponentType<ScreenProps>

interface Route {
  pattern: string
  load: () => Promise<{ default: Screen }>
  /** Whether it needs an account; the service's own lists of addresses of the page must know each pattern. */
  isPublic?: boolean
}

/** The screens, each in a file of its own that is loaded when it is first needed. */
export const ROUTES: readonly Route[] = [
  { pattern: '/', load: () => import('./screens/home') },
  { pattern: '/sign-in', load: () => import('./screens/sign-in'), isPublic: true },
  { pattern: '/register', load: () => import('./screens/register'), isPublic: true },
  { pattern: '/reset-password', load: () => import('./screens/reset-password'), isPublic: true },
  { pattern: '/browse', load: () => import('./screens/browse'), isPublic: true },
  { pattern: '/titles/:id', load: () => import('./screens/title'), isPublic: true },
  { pattern: '/list', load: () => import('./screens/my-list') },
  { pattern: '/lists', load: () => import('./screens/lists') },
  { pattern: '/lists/:id', load: () => import('./screens/list') },
  { pattern: '/shared/lists/:secret', load: () => import('./screens/shared-list'), isPublic: true },
  { pattern: '/activity', load: () => import('./screens/activity') },
  { pattern: '/calendar', load: () => import('./screens/calendar') },
  { pattern: '/discover', load: () => import('./screens/discover') },
  { pattern: '/statistics', load: () => import('./screens/statistics') },
  { pattern: '/statistics/:year', load: () => import('./screens/year') },
  { pattern: '/import', load: () => import('./screens/imports') },
  { pattern: '/import/:id', load: () => import('./screens/import') },
  { pattern: '/export', load: () => import('./screens/export') },
  { pattern: '/servers', load: () => import('./screens/servers') },
  { pattern: '/servers/:id', load: () => import('./screens/server') },
  { pattern: '/webhooks', load: () => import('./screens/webhooks') },
  { pattern: '/webhooks/:id', load: () => import('./screens/webhook') },
  { pattern: '/account', load: () => import('./screens/account') },
  { pattern: '/admin', load: () => import('./screens/admin') },
  { pattern: '/admin/:part', load: () => import('./screens/admin') },
]
