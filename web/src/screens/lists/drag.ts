// Dragging a title of a list by its handle, with a mouse, a pen or a finger. Keys and the menu do the same.
const EDGE = 80
const STEP = 14

/** Where a row lies among the others, as its middle passes theirs. */
export function placeOf(middles: readonly number[], at: number, by: number): number {
  const middle = (middles[at] ?? 0) + by
  return middles.filter((other, index) => index !== at && other < middle).length
}

/** Begin to drag with this event of a handle; `move` is called once, where the row is let go. */
export function drag(event: PointerEvent, move: (to: number) => void): void {
  const handle = event.currentTarget as HTMLElement
  const row = handle.closest('li')
  const list = row?.parentElement
  if (!row || !list || event.button) return
  event.preventDefault()
  const rows = [...list.children] as HTMLElement[]
  const at = rows.indexOf(row)
  const height = row.offsetHeight
  const middles = rows.map((one) => one.offsetTop + one.offsetHeight / 2)
  const start = event.clientY + scrollY
  let pointer = event.clientY
  let to = at
  let frame = 0

  const draw = () => {
    frame = requestAnimationFrame(draw)
    if (pointer < EDGE) scrollBy(0, -STEP)
    else if (pointer > innerHeight - EDGE) scrollBy(0, STEP)
    const by = pointer + scrollY - start
    to = placeOf(middles, at, by)
    row.style.translate = `0 ${by}px`
    for (const [index, other] of rows.entries()) {
      if (other === row) continue
      const aside = index > at && index <= to ? -height : index < at && index >= to ? height : 0
      other.style.translate = `0 ${aside}px`
    }
  }
  const follow = (moved: PointerEvent) => {
    pointer = moved.clientY
  }
  const end = (isLet: boolean) => {
    cancelAnimationFrame(frame)
    list.classList.remove('is-dragged')
    row.classList.remove('is-lifted')
    for (const one of rows) one.style.translate = ''
    for (const name of ['pointermove', 'pointerup', 'pointercancel'] as const)
      handle.removeEventListener(name, HANDLERS[name])
    removeEventListener('keydown', giveUp)
    if (isLet && to !== at) move(to)
  }
  const giveUp = (pressed: KeyboardEvent) => pressed.key === 'Escape' && end(false)
  const HANDLERS = { pointermove: follow, pointerup: () => end(true), pointercancel: () => end(false) }
  for (const name of ['pointermove', 'pointerup', 'pointercancel'] as const)
    handle.addEventListener(name, HANDLERS[name])
  addEventListener('keydown', giveUp)
  handle.setPointerCapture(event.pointerId)
  list.classList.add('is-dragged')
  row.classList.add('is-lifted')
  draw()
}
