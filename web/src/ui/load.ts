import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { isAbort } from '../core/problem'
import { keep } from '../core/kept'

export interface Loaded<T> {
  value: T | undefined
  error: unknown
  reload: () => Promise<void>
  set: (value: T) => void
}

/**
 * What a screen needs, read anew whenever `key` changes; on the way back what was read is there at once, and read anew
 * unless `isLeftAsItWas`.
 */
export function useLoad<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
  { isLeftAsItWas = false } = {},
): Loaded<T> {
  const box = useMemo(() => keep<{ value: T | undefined }>(key, () => ({ value: undefined })), [key])
  const [state, setState] = useState<{ value: T | undefined; error: unknown; key: string }>({
    value: box.value,
    error: null,
    key,
  })
  const shown = state.key === key ? state : { value: box.value, error: null, key }

  const set = (value: T) => {
    box.value = value
    setState({ value, error: null, key })
  }
  const load = async (signal: AbortSignal) => {
    try {
      const value = await read(signal)
      if (!signal.aborted) set(value)
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) setState({ value: box.value, error, key })
    }
  }
  useEffect(() => {
    if (isLeftAsItWas && box.value !== undefined) return
    const abort = new AbortController()
    void load(abort.signal)
    return () => abort.abort()
  }, [key])
  return { value: shown.value, error: shown.error, reload: () => load(new AbortController().signal), set }
}

/** What was last there, while something newer is on its way: so that nothing blinks. */
export function useLast<T>(value: T | undefined): T | undefined {
  const last = useRef(value)
  if (value !== undefined) last.current = value
  return last.current
}
