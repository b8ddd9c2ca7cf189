// What the screens of the last addresses had loaded, kept for the way back.
import { place } from './router'

const MOST = 20
const kept = new Map<string, Map<string, unknown>>()

/** What is kept for this address, which is the last one now. */
function here(): Map<string, unknown> {
  const address = `${place.value.path}?${place.value.query}`
  const values = kept.get(address) ?? new Map<string, unknown>()
  kept.delete(address)
  kept.set(address, values)
  if (kept.size > MOST) kept.delete(kept.keys().next().value as string)
  return values
}

/** Return what was kept for this address if the person came back to it, else make it. */
export function keep<T>(name: string, make: () => T): T {
  const values = here()
  const before = place.value.by === 'link' ? undefined : (values.get(name) as T | undefined)
  const value = before ?? make()
  values.set(name, value)
  return value
}

/** Keep it below another address from now on, as its filter has changed. */
export const keepAt = <T>(name: string, value: T): void => void here().set(name, value)

export const forgetAll = (): void => kept.clear()
