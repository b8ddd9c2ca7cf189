// One sentence about what was just done, with a way back.
import { signal } from '@preact/signals'

export interface Toast {
  id: number
  text: string
  undo?: (() => void) | undefined
  /** One more thing to do about it: another day, for instance. */
  more?: More | undefined
  isError?: boolean
}

export interface More {
  label: string
  act: () => void
}

const SHOWN_FOR = 8000
const MOST_UNDONE = 20

export const toast = signal<Toast | null>(null)
let next = 1
let timer: ReturnType<typeof setTimeout> | undefined

/** How to take back what was done since the page was opened, the last thing last: key by key, one after the other. */
const undos: (() => void)[] = []

export function say(text: string, undo?: () => void, more?: More): void {
  if (undo) undos.push(undo)
  if (undos.length > MOST_UNDONE) undos.shift()
  show({ id: next++, text, undo, more })
}

export const complain = (text: string, more?: More): void => show({ id: next++, text, more, isError: true })

function show(shown: Toast): void {
  toast.value = shown
  resume()
}

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

/** Take back the last thing that was not taken back yet, whether its sentence still stands there or not. */
export function undoLast(): void {
  const undo = undos.pop()
  if (!undo) return
  close()
  undo()
}

/** Take one thing back now, and not once more by key. */
export function undoNow(undo: () => void): void {
  const at = undos.lastIndexOf(undo)
  if (at < 0) return
  undos.splice(at, 1)
  close()
  undo()
}

export const forgetUndo = (): void => void undos.splice(0)
