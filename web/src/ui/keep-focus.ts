// Focus is never lost: when what had it goes away, the nearest thing that is left gets it.
/** No text fields: on a phone one would open the keyboard. */
const CAN_HAVE_IT =
  'a[href]:not([tabindex="-1"]), button:not(:disabled), input:is([type=checkbox], [type=radio]):not(:disabled)'
const ROW = 'li, article, tr'
/** Focus stays within such a part; where nothing of it is left to have it, it goes to the heading of the screen. */
const REGION = 'section, aside, form, nav, dialog'

let lost: Element[] = []
/** The rows beside the one that had focus: it may go as a whole. */
let beside: Element[] = []

const isThere = (element: Element): boolean => element.isConnected && element.getClientRects().length > 0

/** The first in a part of the page that can have focus: of the kind that had it, else any. */
function firstIn(part: Element, kind: string): HTMLElement | undefined {
  const all = [...part.querySelectorAll<HTMLElement>(CAN_HAVE_IT)].filter(isThere)
  return all.find((one) => one.className === kind) ?? all.find((one) => one.matches('a')) ?? all[0]
}

function note({ target }: FocusEvent): void {
  lost = []
  for (let part = target as Element | null; part && part !== document.body; part = part.parentElement) lost.push(part)
  const row = (target as Element).closest(ROW)
  beside = [row?.nextElementSibling, row?.previousElementSibling].filter((one): one is Element => Boolean(one))
}

function mend(): void {
  const [before] = lost
  if (
    document.activeElement !== document.body ||
    !before ||
    before.isConnected ||
    document.querySelector('dialog[open], :popover-open')
  )
    return
  const kind = before.className.toString()
  const row = lost.find((part) => part.matches(ROW))
  const around = lost.slice(1).filter((part) => part.isConnected && !part.matches('main, #app'))
  const region = around.findIndex((part) => part.matches(REGION))
  const within = region < 0 ? around : around.slice(0, region + 1)
  const near = [...(row?.isConnected ? [row] : beside.filter((part) => part.isConnected)), ...within]
  const next = near.map((part) => firstIn(part, kind)).find(Boolean) ?? document.querySelector<HTMLElement>('h1')
  next?.focus({ preventScroll: true })
}

export function keepFocus(): void {
  addEventListener('focusin', note)
  new MutationObserver(() => requestAnimationFrame(mend)).observe(document.body, { childList: true, subtree: true })
}
