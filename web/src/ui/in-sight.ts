/** For the `ref` of what is chosen in a row that scrolls sideways: the row moves until it is seen. */
export function inSight(chosen: HTMLElement | null): void {
  const row = chosen?.parentElement
  if (!row) return
  const [own, around] = [chosen.getBoundingClientRect(), row.getBoundingClientRect()]
  row.scrollLeft += own.left + own.width / 2 - (around.left + around.width / 2)
}
