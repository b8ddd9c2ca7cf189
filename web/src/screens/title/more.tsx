import { api } from '../../api/client'
import type { Title } from '../../api/types'
import { ask } from '../../core/asking'
import { Shelf } from '../../ui/card'
import { useLoad } from '../../ui/load'
import { w } from '../../words'

const readRelated = (title: Title, signal: AbortSignal) =>
  ask(
    () =>
      api.GET('/api/v1/titles/{title_id}/related', {
        params: { path: { title_id: title.id }, query: { limit: 12 } },
        signal,
      }),
    signal,
  )

/** Titles of the same kind and time. */
export function More({ title }: { title: Title }) {
  const { value } = useLoad(`related ${title.id}`, (signal) => readRelated(title, signal))
  if (!value?.items.length) return null
  return (
    <section>
      <div class="head">
        <h2>{w.title.more}</h2>
      </div>
      <Shelf titles={value.items} label={w.title.more} />
    </section>
  )
}
