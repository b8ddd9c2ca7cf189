import { useRef } from 'preact/hooks'

const LONG = 500
const SLACK = 10

/** What an element listens to, so that a finger held on it acts; the tap that ends it does nothing more. */
export function useLongPress(act: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const from = useRef({ x: 0, y: 0 })
  const hasActed = useRef(false)
  const stop = () => clearTimeout(timer.current)
  return {
    onPointerDown: (event: PointerEvent) => {
      hasActed.current = false
      if (event.pointerType === 'mouse') return
      from.current = { x: event.clientX, y: event.clientY }
      stop()
      timer.current = setTimeout(() => {
        hasActed.current = true
        act()
      }, LONG)
    },
    onPointerMove: (event: PointerEvent) => {
      if (Math.abs(event.clientX - from.current.x) + Math.abs(event.clientY - from.current.y) > SLACK) stop()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onContextMenu: (event: Event) => hasActed.current && event.preventDefault(),
    onClickCapture: (event: Event) => {
      if (!hasActed.current) return
      hasActed.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
