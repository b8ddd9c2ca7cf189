// Addresses of the page: which screen, and with which parts. The address holds filter, sort and view.
import { signal } from '@preact/signals'
import { ROOT, href, pathOf } from './root'
import { freshEntry, keepSpots, linkAt, noteSpot } from './spots'

export interface Place {
  path: string
  query: URLSearchParams
  /** How it was reached: on the way back lists are as they were left. */
  by: 'start' | 'link' | 'back'
  /** Its entry of the history: every step forward makes another one, also to the same address. */
  entry: number
}

const entryHere = (): number => (history.state as { entry?: number } | null)?.entry ?? 0

const here = (by: Place['by']): Place => ({
  path: pathOf(location.pathname),
  query: new URLSearchParams(location.search),
  by,
  entry: entryHere(),
})

export const place = signal<Place>({ path: '/', query: new URLSearchParams(), by: 'start', entry: 0 })

/** Null where the escapes are none. */
const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Match a path against a pattern as `/titles/:id`; returns its parts, or null. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (pattern === '/') return path === '/' ? {} : null
  if (wanted.length !== given.length) return null
  const parts: Record<string, string> = {}
  for (const [at, name] of wanted.entries()) {
    const value = given[at] ?? ''
    const part = name.startsWith(':') ? decoded(value) : null
    if (part) parts[name.slice(1)] = part
    else if (name !== value) return null
  }
  return parts
}

/** Note on which link the person leaves a place, for the way back. */
function leave(element: Element | null): void {
  const link = linkAt(element)
  if (link) noteSpot(place.peek().entry, { link })
}

/** Go to an address of the page: `/browse?q=blade`. */
export function go(address: string, { replace = false } = {}): void {
  const url = href(address)
  if (replace) history.replaceState(history.state, '', url)
  else {
    leave(document.activeElement)
    history.pushState({ entry: freshEntry() }, '', url)
  }
  place.value = here(replace ? place.value.by : 'link')
}

/** Change parts of the query in place; null removes one. Without `push` no step back is made. */
export function setQuery(change: Record<string, string | readonly string[] | null>, { push = false } = {}): void {
  const query = new URLSearchParams(place.value.query)
  for (const [name, value] of Object.entries(change)) {
    query.delete(name)
    for (const one of value === null ? [] : [value].flat()) if (one) query.append(name, one)
  }
  const text = query.toString()
  go(place.value.path + (text ? `?${text}` : ''), { replace: !push })
}

function followLink(event: MouseEvent): void {
  const link = (event.target as Element).closest?.('a')
  if (
    !link ||
    event.defaultPrevented ||
    event.button ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return
  if (link.origin !== location.origin || link.target || link.hasAttribute('download')) return
  if (!link.pathname.startsWith(ROOT) || /^\/(api|docs|redoc|health|openapi)/.test(pathOf(link.pathname))) return
  event.preventDefault()
  if (link.hash && link.pathname === location.pathname) {
    document.querySelector<HTMLElement>(link.hash)?.focus()
    return
  }
  link.focus({ preventScroll: true })
  go(pathOf(link.pathname) + link.search)
}

export function startRouter(): void {
  history.scrollRestoration = 'manual'
  if (!entryHere()) history.replaceState({ entry: freshEntry() }, '')
  keepSpots()
  place.value = here('start')
  addEventListener('popstate', () => {
    leave(document.activeElement)
    if (!entryHere()) history.replaceState({ entry: freshEntry() }, '')
    place.value = here('back')
  })
  document.addEventListener('click', followLink)
}
