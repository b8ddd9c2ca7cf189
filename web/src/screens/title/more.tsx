import { api } from '../../api/client'
import type { Title } from '../../api/types'
import { ask } from '../../core/asking'
import { yearOf } from '../../core/format'
import { Shelf } from '../../ui/card'
import { useLoad } from '../../ui/load'
import { w } from '../../words'

async function readSimilar(title: Title, signal: AbortSignal): Promise<Title[]> {
  const year = Number(yearOf(title)) || null
  const [genre] = title.genres
  if (!genre) return []
  const near = year ? { year_from: year - 4, year_to: year + 4 } : {}
  const query = { genre_id: [genre.id], media_type: title.media_type, limit: 13, sort: '-weighted_rating' as const, ...near }
  const page = await ask(() => api.GET('/api/v1/titles', { params: { query }, signal }), signal)
  return page.items.filter((one) => one.id !== title.id).slice(0, 12)
}

/** Titles of the same kind and time. */
export function More({ title }: { title: Title }) {
  const { value } = useLoad(`similar ${title.id}`, (signal) => readSimilar(title, signal))
  if (!value?.length) return null
  return (
    <section>
      <div class="head">
        <h2>{w.title.more}</h2>
      </div>
      <Shelf titles={value} label={w.title.more} />
    </section>
  )
}
