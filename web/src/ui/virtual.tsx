import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { visibleRows } from '../core/virtual'

interface Props {
  count: number
  /** What the service says there is, so that the scroll bar is right from the start. */
  total: number
  columns: number
  rowHeight: number
  class?: string
  label: string
  render: (index: number) => ComponentChildren
  need: (lastVisible: number) => void
}

/** A long list of which only the rows in the window exist. Rows have equal heights. */
export function Virtual(props: Props) {
  const box = useRef<HTMLUListElement>(null)
  const rows = Math.ceil(Math.max(props.count, props.total) / props.columns)
  const [range, setRange] = useState({ first: 0, end: 12 })
  const given = useRef(props)
  given.current = props

  const look = () => {
    if (!box.current) return
    const { columns, rowHeight } = given.current
    const top = -box.current.getBoundingClientRect().top
    const next = visibleRows({ top: Math.max(0, top), height: innerHeight, rowHeight, rows })
    setRange((before) => (before.first === next.first && before.end === next.end ? before : next))
    given.current.need(next.end * columns)
  }
  useLayoutEffect(() => {
    look()
    addEventListener('scroll', look, { passive: true })
    addEventListener('resize', look, { passive: true })
    return () => {
      removeEventListener('scroll', look)
      removeEventListener('resize', look)
    }
  }, [rows, props.rowHeight, props.columns, props.count])

  const from = range.first * props.columns
  const end = Math.min(range.end * props.columns, Math.max(props.count, props.total))
  const indexes = Array.from({ length: Math.max(0, end - from) }, (_, at) => from + at)
  const style = { paddingTop: `${range.first * props.rowHeight}px`, minHeight: `${rows * props.rowHeight}px` }
  return (
    <ul ref={box} class={`virtual ${props.class ?? ''}`} style={style} aria-label={props.label}>
      {indexes.map((index) => props.render(index))}
    </ul>
  )
}
