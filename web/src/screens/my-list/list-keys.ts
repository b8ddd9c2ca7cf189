import { useState } from 'preact/hooks'
import type { WatchEntry } from '../../api/types'
import { cardOf } from '../../core/entries'
import type { EntryFilter } from '../../core/entry-filter'
import type { ListView } from '../../core/list'
import { go } from '../../core/router'
import { rate, removeFromList } from '../../core/undoable'
import { useKeys } from '../../ui/keys'

interface Given {
  view: ListView<WatchEntry, EntryFilter>
  selected: ReadonlySet<string>
  toggle: (id: string) => void
  clear: () => void
}

const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-entry="${id}"]`)

const focusOn = (row: HTMLElement): void => {
  row.scrollIntoView({ block: 'center' })
  row.querySelector<HTMLElement>('a.tt, .card > a')?.focus({ preventScroll: true })
}

/** Scroll to a row and focus it. One that is far away exists only once the page is scrolled to its place. */
function show(id: string, at: number): void {
  const row = rowOf(id)
  if (row) {
    focusOn(row)
    return
  }
  const list = document.querySelector<HTMLElement>('.virtual')
  const rows = [...(list?.children ?? [])] as HTMLElement[]
  const [first] = rows
  if (!list || !first) return
  const columns = rows.filter((one) => one.offsetTop === first.offsetTop).length
  const below = rows[columns]?.offsetTop ?? first.offsetTop + first.offsetHeight
  scrollTo(
    0,
    list.getBoundingClientRect().top + scrollY + Math.floor(at / columns) * (below - first.offsetTop) - innerHeight / 2,
  )
  const look = (tries: number): void => {
    const there = rowOf(id)
    if (there) focusOn(there)
    else if (tries) requestAnimationFrame(() => look(tries - 1))
  }
  look(20)
}

/** Keys of the list, in rows and as posters; returns the id of the row they act on. */
export function useListKeys({ view, selected, toggle, clear }: Given): string | null {
  const [focus, setFocus] = useState<string | null>(view.focused)
  const at = view.items.findIndex((entry) => entry.id === focus)
  const move = (to: number) => {
    const place = Math.max(0, Math.min(view.items.length - 1, to))
    const next = view.items[place]
    if (!next) return
    view.focused = next.id
    setFocus(next.id)
    show(next.id, place)
  }
  useKeys((key) => {
    if (key === 'f') {
      document.getElementById('in-list')?.focus()
      return true
    }
    if (key === 'Escape' && selected.size) {
      clear()
      return true
    }
    const to = { j: at + 1, k: at - 1, Home: 0, End: view.items.length - 1 }[key]
    if (to !== undefined) {
      move(to)
      return true
    }
    const entry = view.items[at]
    return entry ? actOn(entry, key) : false
  })
  const actOn = (entry: WatchEntry, key: string): boolean => {
    if (key === 'x') toggle(entry.id)
    else if (key === 'o') go(`/titles/${entry.title.id}`)
    else if (key === 's') rowOf(entry.id)?.querySelector<HTMLElement>('.stt button, .add')?.click()
    else if (/^[1-5]$/.test(key)) void rate(cardOf(entry), Number(key))
    else if (key === 'Delete') {
      void removeFromList(cardOf(entry))
      move(at + 1)
    } else return false
    return true
  }
  return focus
}
