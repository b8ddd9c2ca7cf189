import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { List } from '../../api/types'
import { ask } from '../../core/asking'
import { useLoad } from '../../ui/load'
import { Poster } from '../../ui/poster'

const SHOWN = 4

/** The first posters of a list, side by side; read when they come into view. */
export function Front({ list }: { list: List }) {
  const box = useRef<HTMLDivElement>(null)
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true))
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={box} class="front" aria-hidden="true">
      {isSeen && list.items_count > 0 && <Posters list={list} />}
    </div>
  )
}

function Posters({ list }: { list: List }) {
  const { value } = useLoad(`front ${list.id} ${list.updated_at} ${list.items_count}`, (signal) => {
    const params = { path: { list_id: list.id }, query: { limit: SHOWN } }
    return ask(() => api.GET('/api/v1/lists/{list_id}/items', { params, signal }), signal)
  })
  return (value?.items ?? []).map((item) => <Poster key={item.id} title={item.title} width={154} />)
}
