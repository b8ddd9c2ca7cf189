// How large posters are: three sizes, kept in this browser.
import { signal } from '@preact/signals'
import { store, stored } from './theme'

export const SIZES = ['S', 'M', 'L'] as const
export type PosterSize = (typeof SIZES)[number]

const KEY = 'watchkeeper.poster-size'

/** The least width of a poster in pixels, on a phone and on larger screens. */
const WIDTHS: Record<PosterSize, readonly [phone: number, wide: number]> = { S: [80, 118], M: [98, 154], L: [160, 210] }

export const posterSize = signal<PosterSize>('M')

export const leastWidth = (isPhone: boolean): number => WIDTHS[posterSize.value][isPhone ? 0 : 1]

function show(size: PosterSize): void {
  posterSize.value = size
  document.documentElement.dataset.posters = size
}

export function setPosterSize(size: PosterSize): void {
  show(size)
  store(KEY, size)
}

export function startPosterSize(): void {
  const size = stored(KEY)
  show(SIZES.find((one) => one === size) ?? 'M')
}
