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
  isOn: boolean
}

const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-entry="${id}"]`)

function show(id: string): void {
  const row = rowOf(id)
  row?.scrollIntoView({ block: 'center' })
  row?.querySelector<HTMLElement>('a.tt')?.focus({ preventScroll: true })
}

/** Keys of the list in rows; returns the id of the row they act on. */
export function useListKeys({ view, selected, toggle, clear, isOn }: Given): string | null {
  const [focus, setFocus] = useState<string | null>(view.focused)
  const at = view.items.findIndex((entry) => entry.id === focus)
  const move = (step: number) => {
    const next = view.items[Math.max(0, Math.min(view.items.length - 1, at + step))]
    if (!next) return
    view.focused = next.id
    setFocus(next.id)
    show(next.id)
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
    if (!isOn) return false
    if (key === 'j' || key === 'k') {
      move(key === 'j' ? 1 : -1)
      return true
    }
    const entry = view.items[at]
    return entry ? actOn(entry, key) : false
  })
  const actOn = (entry: WatchEntry, key: string): boolean => {
    if (key === 'x') toggle(entry.id)
    else if (key === 'o') go(`/titles/${entry.title.id}`)
    else if (key === 's') rowOf(entry.id)?.querySelector<HTMLElement>('.stt button')?.click()
    else if (/^[1-5]$/.test(key)) void rate(cardOf(entry), Number(key))
    else if (key === 'Delete') {
      void removeFromList(cardOf(entry))
      move(1)
    } else return false
    return true
  }
  return focus
}
