import { useState } from 'preact/hooks'
import { ChangedElsewhere, guarded } from '../core/guard'

interface Edit<S, T> {
  of: (state: S) => unknown
  mine: unknown
  send: (from: S) => Promise<T>
  look: () => Promise<S>
  /** What to say of what was changed elsewhere meanwhile. */
  tell: (theirs: S) => string
}

/**
 * Saves a form with the version that it was opened with. Where the same was changed elsewhere meanwhile, that is told,
 * and saving once more puts one's own in its place.
 */
export function useEdit<S>(opened: S): <T>(edit: Edit<S, T>) => Promise<T | null> {
  const [base, setBase] = useState(opened)
  return async ({ tell, ...edit }) => {
    try {
      return await guarded({ seen: base, ...edit })
    } catch (error) {
      if (!(error instanceof ChangedElsewhere)) throw error
      const theirs = error.theirs as typeof base
      setBase(theirs)
      throw new Error(tell(theirs))
    }
  }
}
