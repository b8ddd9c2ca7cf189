import { signal } from '@preact/signals'

export type Theme = 'auto' | 'light' | 'dark'
const KEY = 'watchkeeper.theme'

/** Storage may be switched off in a browser: then choices last as long as the page. */
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    return
  }
}

export const theme = signal<Theme>('auto')

export function setTheme(value: Theme): void {
  theme.value = value
  store(KEY, value)
  if (value === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = value
}

export function startTheme(): void {
  const value = stored(KEY)
  setTheme(value === 'light' || value === 'dark' ? value : 'auto')
}
