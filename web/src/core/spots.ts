// Where a person was on each entry of the browser's history: how far it was scrolled, and on which link.
const KEY = 'watchkeeper.spots'
const MOST = 50

interface Spot {
  y: number
  /** The address of the link that had focus, or was followed. */
  link: string | null
}

let spots = new Map<number, Spot>()
let last = 0

/** A number for an entry of the history, different from every earlier one, those before a reload among them. */
export function freshEntry(): number {
  last = Math.max(Date.now(), last + 1)
  return last
}

export const spotOf = (entry: number): Spot => spots.get(entry) ?? { y: 0, link: null }

export function noteSpot(entry: number, change: Partial<Spot>): void {
  spots.set(entry, { ...spotOf(entry), ...change })
  if (spots.size > MOST) spots.delete(spots.keys().next().value as number)
}

/** The link that stands for an element: itself, or the first of the row or card that it is part of. */
export function linkAt(element: Element | null): string | null {
  const link = element?.closest('main a[href]') ?? element?.closest('main :is(li, article)')?.querySelector('a[href]')
  return link?.getAttribute('href') ?? null
}

/** Spots outlive a reload of this tab; where a browser has no storage, they don't. */
export function keepSpots(): void {
  try {
    spots = new Map(JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [number, Spot][])
  } catch {
    spots = new Map()
  }
  addEventListener('pagehide', () => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify([...spots]))
    } catch {
      return
    }
  })
}

export const forgetSpots = (): void => spots.clear()
