import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { go } from '../core/router'
import { undoLast } from '../core/toasts'
import { w } from '../words'
import { Dialog } from './dialog'

type Action = (key: string) => boolean

/** A screen may take keys first: it returns whether it knew one. */
let screenKeys: Action | null = null
export function useKeys(action: Action): void {
  useLayoutEffect(() => {
    screenKeys = action
    return () => {
      if (screenKeys === action) screenKeys = null
    }
  })
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !/^(checkbox|radio)$/.test((target as HTMLInputElement).type)

const GO: Record<string, string> = { h: '/', b: '/browse', l: '/list', s: '/statistics' }
const list = (): [string, string][] => [
  ['/', w.keys.search],
  ['f', w.keys.find],
  ['j k', w.keys.move],
  [w.keys.homeEnd, w.keys.ends],
  ['o', w.keys.open],
  ['x', w.keys.select],
  ['s', w.keys.status],
  ['1 – 5', w.keys.rate],
  [w.keys.delete, w.keys.remove],
  ['z', w.keys.undo],
  ['g h, g b, g l, g s', w.keys.go],
  ['Esc', w.keys.close],
  ['?', w.keys.help],
]

/** Keys that work everywhere, and the page that names all of them. */
export function Keys() {
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    let isGoing = false
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || event.defaultPrevented) return
      const wasGoing = isGoing
      isGoing = false
      const to = wasGoing ? GO[event.key] : undefined
      if (to !== undefined) go(to)
      if (to !== undefined || screenKeys?.(event.key) || everywhere(event.key)) event.preventDefault()
    }
    const everywhere = (key: string): boolean => {
      if (key === '/') document.getElementById('search')?.focus()
      else if (key === 'z') undoLast()
      else if (key === '?') setOpen(true)
      else if (key === 'g') isGoing = true
      else return false
      return true
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
  if (!isOpen) return null
  return (
    <Dialog title={w.keys.title} close={() => setOpen(false)}>
      <dl class="keys">
        {list().map(([keys, text]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
