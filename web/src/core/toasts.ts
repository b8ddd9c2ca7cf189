// One sentence about what was just done, with a way back.
import { signal } from '@preact/signals'

export interface Toast {
  id: number
  text: string
  undo?: (() => void) | undefined
  isError?: boolean
}

const SHOWN_FOR = 8000

export const toast = signal<Toast | null>(null)
let next = 1
let timer: ReturnType<typeof setTimeout> | undefined

export function say(text: string, undo?: () => void, isError = false): void {
  toast.value = { id: next++, text, undo, isError }
  resume()
}

export const complain = (text: string): void => say(text, undefined, true)

/** While somebody points at it or has its button focused, it stays. */
export const pause = (): void => clearTimeout(timer)

export function resume(): void {
  clearTimeout(timer)
  timer = setTimeout(close, SHOWN_FOR)
}

export function close(): void {
  clearTimeout(timer)
  toast.value = null
}

export function undoLast(): void {
  const { undo } = toast.value ?? {}
  if (!undo) return
  close()
  undo()
}
