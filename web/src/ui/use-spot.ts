import { useLayoutEffect, useRef } from 'preact/hooks'
import { place } from '../core/router'
import { noteSpot, spotOf } from '../core/spots'

/** How long what was there may take to stand again, in milliseconds. */
const PATIENCE = 1500

/** Scroll there, as soon as what was loaded stands again and the page is long enough; then `done`. */
function scrollBack(y: number, until: number, done: () => void): void {
  requestAnimationFrame((now) => {
    scrollTo(0, y)
    if (Math.abs(scrollY - y) > 1 && now < until) scrollBack(y, until, done)
    else done()
  })
}

/** Focus the link that was left, or the heading where it is gone; not when something has focus by now. */
function focusBack(link: string | null, until: number): void {
  requestAnimationFrame((now) => {
    const active = document.activeElement
    if (active && active !== document.body && active.isConnected && !active.matches('h1')) return
    const there = link && document.querySelector<HTMLElement>(`main a[href="${CSS.escape(link)}"]:not([tabindex="-1"])`)
    if (there) there.focus({ preventScroll: true })
    else if (link && now < until) focusBack(link, until)
    else document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  })
}

/** A screen begins at its head; on the way back and after a reload it is where it was left. A filter moves nothing. */
export function useSpot(isThere: boolean): void {
  const { entry, by } = place.value
  const isNew = useRef(true)
  useLayoutEffect(() => {
    if (!isThere) return
    const { y, link } = spotOf(entry)
    const until = performance.now() + PATIENCE
    if (by === 'link' && isNew.current) scrollTo(0, 0)
    if (by === 'link') noteSpot(entry, { y: scrollY })
    else if (y || by === 'back') scrollBack(y, until, () => by === 'back' && focusBack(link, until))
    isNew.current = false
    const note = () => noteSpot(entry, { y: scrollY })
    addEventListener('scroll', note, { passive: true })
    return () => removeEventListener('scroll', note)
  }, [isThere, entry])
}
