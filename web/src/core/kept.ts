// What a screen had loaded, kept for the way back: the last twenty addresses.
import { place } from './router'

const MOST = 20
const kept = new Map<string, unknown>()

/** Return what was kept for this address if the person came back to it, else make it. */
export function keep<T>(name: string, make: () => T): T {
  const key = `${name} ${place.value.path}?${place.value.query}`
  const before = place.value.by === 'link' ? undefined : (kept.get(key) as T | undefined)
  const value = before ?? make()
  kept.delete(key)
  kept.set(key, value)
  if (kept.size > MOST) kept.delete(kept.keys().next().value as string)
  return value
}

/** Keep it below another address from now on, as its filter has changed. */
export function keepAt<T>(name: string, value: T): void {
  kept.set(`${name} ${place.value.path}?${place.value.query}`, value)
}

export const forgetAll = (): void => kept.clear()
