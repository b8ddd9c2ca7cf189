import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ListView } from '../core/list'
import { RowBones } from './bones'
import { Failure } from './states'

interface Props<T extends { id: string }, F> {
  view: ListView<T, F>
  empty: ComponentChildren
  children: (items: readonly T[]) => ComponentChildren
}

/** A list whose next page is read when its end comes near. For lists of some hundred rows; longer ones are virtual. */
export function Endless<T extends { id: string }, F>({ view, empty, children }: Props<T, F>) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void view.need(view.items.length), {
      rootMargin: '800px',
    })
    if (end.current) observer.observe(end.current)
    return () => observer.disconnect()
  }, [view, view.items.length])
  if (view.error && !view.items.length) return <Failure error={view.error} retry={() => void view.retry()} />
  if (!view.items.length) return view.isComplete ? empty : <RowBones />
  return (
    <div class={view.isLoading ? 'is-loading' : undefined}>
      {children(view.items)}
      {view.error ? <Failure error={view.error} retry={() => void view.retry()} /> : null}
      <div ref={end} />
    </div>
  )
}
