import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { CardTitle, MediaType } from '../../api/types'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { ApiError, sentence } from '../../core/problem'
import { href } from '../../core/root'
import { once } from '../../core/sending'
import { complain, say } from '../../core/toasts'
import { changes } from '../../core/viewers'
import { Icon } from '../../ui/icon'
import { Poster } from '../../ui/poster'
import { Score } from '../../ui/rating'
import { w } from '../../words'

export interface Found {
  card: CardTitle
  source: 'tmdb' | 'anilist'
  externalId: number
  titleId: string | null
  isHad: boolean
  score: number | null
}

export interface Result {
  id: number
  title?: string | null
  name?: string | null
  release_date?: string | null
  first_air_date?: string | null
  poster_url: string | null
  vote_average: number | null
  title_id: string | null
  watch_status: string | null
}

/** What a provider says of a title, as the page shows it. */
export function found(kind: MediaType, result: Result): Found {
  const name = result.title ?? result.name ?? ''
  return {
    card: {
      id: result.title_id ?? String(result.id),
      media_type: kind,
      title: name,
      release_date: result.release_date ?? result.first_air_date ?? null,
    },
    source: kind === 'anime' ? 'anilist' : 'tmdb',
    externalId: result.id,
    titleId: result.title_id,
    isHad: result.watch_status !== null,
    score: result.vote_average,
  }
}

/** A title of a provider, with a button that puts it on the list. */
export function FoundCard({ found }: { found: Found }) {
  const { card } = found
  const [isHad, setHad] = useState(found.isHad)
  const [titleId, setTitleId] = useState(found.titleId)
  const header = once()
  const takeBack = async (id: string) => {
    const isDone = await act(
      () => api.DELETE('/api/v1/watchlist/{entry_id}', { params: { path: { entry_id: id } } }),
      w.did.removed(card.title),
      () => undefined,
    )
    if (isDone) setHad(false)
  }
  const add = async () => {
    const media = {
      source: found.source,
      external_id: found.externalId,
      media_type: card.media_type,
      title: card.title,
    }
    const body = (
      found.titleId ? { title_id: found.titleId, status: 'planned' } : { media, status: 'planned' }
    ) as never
    setHad(true)
    try {
      const entry = await ask(() => api.POST('/api/v1/watchlist', { params: { header }, body }))
      setTitleId(entry.title.id)
      say(w.discover.added(card.title), () => void takeBack(entry.id))
      changes.value++
    } catch (error) {
      setHad(error instanceof ApiError && error.code === 'already_in_watchlist')
      complain(sentence(error))
    }
  }
  return (
    <article class="card">
      <a href={titleId ? href(`/titles/${titleId}`) : undefined}>
        <Poster title={card} />
        <span class="t">{card.title}</span>
      </a>
      <div class="f">
        {found.score ? <Score value={found.score / 2} /> : null}
        <span>{isHad ? w.discover.have : card.release_date?.slice(0, 4)}</span>
        {!isHad && (
          <button type="button" class="add" aria-label={w.common.addTo(card.title)} onClick={() => void add()}>
            <Icon name="plus" />
          </button>
        )}
      </div>
    </article>
  )
}
