import { ApiError, sentence } from './problem'
import { complain } from './toasts'
import { w } from '../words'

/** Say why something failed; where only the service's log knows, with the number to ask for it there. */
export function complainOf(error: unknown, more = ''): void {
  const id = error instanceof ApiError && error.status >= 500 ? error.problem.request_id : undefined
  const copy = id ? { label: w.viewing.copyId, act: () => void navigator.clipboard?.writeText(id) } : undefined
  complain([sentence(error), more, id && !navigator.clipboard ? id : ''].filter(Boolean).join(' '), copy)
}
