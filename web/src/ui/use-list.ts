import { useEffect, useReducer, useState } from 'preact/hooks'
import { keep, keepAt } from '../core/kept'
import { ListView, type ReadPage } from '../core/list'

/** A list of a screen: kept for the way back, read anew when the filter changes. */
export function useList<T extends { id: string }, F>(name: string, read: ReadPage<T, F>, filter: F): ListView<T, F> {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [view] = useState(() => keep(name, () => new ListView<T, F>(read, filter)))
  const text = JSON.stringify(filter)
  useEffect(() => {
    view.changed = () => redraw(undefined)
    if (JSON.stringify(view.filter) !== text || (!view.items.length && !view.isComplete)) void view.refilter(filter)
    keepAt(name, view)
    return () => {
      view.changed = () => undefined
      view.stop()
    }
  }, [view, text])
  return view
}
