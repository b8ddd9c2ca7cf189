import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CardTitle } from '../api/types'
import type { ListView } from '../core/list'
import { leastWidth, posterSize } from '../core/poster-size'
import { Card } from './card'
import { isPhone, scale } from './scale'
import { Virtual } from './virtual'

/** Below a poster: its title in one line, and the line of facts with the button. */
const FOOT = 61

interface Props<T extends { id: string }> {
  view: Pick<ListView<T, unknown>, 'items' | 'total' | 'isComplete' | 'isLoading' | 'need'>
  titleOf: (item: T) => CardTitle
  label: string
  /** How an item is drawn that can do more than a card. */
  draw?: (item: T) => ComponentChildren
}

function columnsOf(width: number): { columns: number; rowHeight: number } {
  const isNarrow = isPhone()
  const [gap, rowGap] = isNarrow ? [10, 16] : [18, 22]
  const least = leastWidth(isNarrow)
  const columns = Math.max(2, Math.floor((width + gap) / (least + gap)))
  const card = (width - gap * (columns - 1)) / columns
  return { columns, rowHeight: Math.round((card * 1.5 + FOOT + rowGap) * scale()) }
}

/** Posters in rows as wide as the window allows; only those in the window exist. */
export function VirtualGrid<T extends { id: string }>({ view, titleOf, label, draw }: Props<T>) {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ columns: 0, rowHeight: 300 })
  useLayoutEffect(() => {
    const measure = () => setSize(columnsOf((box.current?.clientWidth ?? innerWidth) / scale()))
    measure()
    const observer = new ResizeObserver(measure)
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [posterSize.value])
  const { items } = view
  return (
    <div ref={box} class={view.isLoading ? 'is-loading' : undefined}>
      {size.columns > 0 && (
        <Virtual
          class={`grid cols-${size.columns}`}
          label={label}
          count={items.length}
          total={view.isComplete ? items.length : (view.total ?? items.length)}
          columns={size.columns}
          rowHeight={size.rowHeight}
          need={(last) => void view.need(last)}
          render={(index) => {
            const item = items[index]
            if (item && draw) return draw(item)
            return (
              <li key={item ? item.id : index}>{item ? <Card title={titleOf(item)} /> : <div class="bone pb" />}</li>
            )
          }}
        />
      )}
    </div>
  )
}
