import { signal } from '@preact/signals'

/** Set by the phone's button for searching: the field of Browse takes focus as soon as it is there. */
export const isSearchWished = signal(false)

export const wishToSearch = (): void => {
  isSearchWished.value = true
}
