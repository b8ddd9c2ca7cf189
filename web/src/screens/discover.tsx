import { useEffect, useState } from 'preact/hooks'
import { api } from '../api/client'
import type { CardTitle, MediaType } from '../api/types'
import { act } from '../core/acting'
import { ask } from '../core/asking'
import { ApiError, sentence } from '../core/problem'
import { href } from '../core/root'
import { place, setQuery } from '../core/router'
import { once } from '../core/sending'
import { about } from '../core/session'
import { complain, say } from '../core/toasts'
import { changes } from '../core/viewers'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Poster } from '../ui/poster'
import { Score } from '../ui/rating'
import { Bones, Empty, Failure } from '../ui/states'
import { w } from '../words'

interface Found {
  card: CardTitle
  source: 'tmdb' | 'anilist'
  externalId: number
  titleId: string | null
  isHad: boolean
  score: number | null
}

interface Result {
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

const KINDS: readonly MediaType[] = ['movie', 'show', 'anime']

function found(kind: MediaType, result: Result): Found {
  const name = result.title ?? result.name ?? ''
  return {
    card: { id: result.title_id ?? String(result.id), media_type: kind, title: name, release_date: result.release_date ?? result.first_air_date ?? null },
    source: kind === 'anime' ? 'anilist' : 'tmdb',
    externalId: result.id,
    titleId: result.title_id,
    isHad: result.watch_status !== null,
    score: result.vote_average,
  }
}

async function read(kind: MediaType, query: string, signal: AbortSignal): Promise<Found[]> {
  const page = await ask<{ results: Result[] }>(() => request(kind, query, signal) as never, signal)
  return page.results.map((result) => found(kind, result))
}

function request(kind: MediaType, query: string, signal: AbortSignal): Promise<unknown> {
  if (kind === 'movie') return query ? api.GET('/api/v1/movies/search', { params: { query: { query } }, signal }) : api.GET('/api/v1/movies/discover', { signal })
  if (kind === 'show') return query ? api.GET('/api/v1/shows/search', { params: { query: { query } }, signal }) : api.GET('/api/v1/shows/discover', { signal })
  return query ? api.GET('/api/v1/anime/search', { params: { query: { query } }, signal }) : api.GET('/api/v1/anime/discover', { signal })
}

/** What is known elsewhere, live from the providers; added to the list with one tap. */
export default function Discover() {
  const asked = place.value.query.get('kind')
  const isConfigured = about.value?.providers.tmdb ?? true
  const kind = KINDS.find((one) => one === asked) ?? (isConfigured ? 'movie' : 'anime')
  const query = place.value.query.get('q') ?? ''
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={w.discover.title} />
          <p class="m">{w.discover.more}</p>
        </div>
        <span class="seg push" role="group" aria-label={w.browse.kind}>
          {KINDS.map((one) => (
            <button key={one} type="button" aria-pressed={kind === one} onClick={() => setQuery({ kind: one }, { push: true })}>
              {w.kindsMany[one]}
            </button>
          ))}
        </span>
      </div>
      {kind !== 'anime' && !isConfigured ? <Empty title={w.discover.off} text={w.discover.offMore} /> : <Results kind={kind} query={query} />}
      <p class="end m s">{w.discover.attribution}</p>
    </>
  )
}

function Results({ kind, query }: { kind: MediaType; query: string }) {
  const [text, setText] = useState(query)
  useEffect(() => {
    if (text.trim() === query) return
    const timer = setTimeout(() => setQuery({ q: text.trim() || null }), 400)
    return () => clearTimeout(timer)
  }, [text])
  const { value, error, reload } = useLoad(`discover ${kind} ${query}`, (signal) => read(kind, query, signal))
  const isDown = error instanceof ApiError && error.code.startsWith('provider')
  return (
    <>
      <label class="find big ttl">
        <span class="vh">{w.discover.search}</span>
        <Icon name="search" />
        <input type="search" value={text} placeholder={w.discover.search} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      {isDown ? (
        <Empty title={w.discover.down} text={sentence(error)}>
          <button type="button" class="btn" onClick={() => void reload()}>
            {w.common.retry}
          </button>
        </Empty>
      ) : error ? (
        <Failure error={error} retry={() => void reload()} />
      ) : value ? (
        <ul class="plain grid">
          {value.map((one) => (
            <li key={one.externalId}>
              <FoundCard found={one} />
            </li>
          ))}
          {!value.length && <li class="m">{w.browse.nothing}</li>}
        </ul>
      ) : (
        <Bones />
      )}
    </>
  )
}

function FoundCard({ found }: { found: Found }) {
  const { card } = found
  const [isHad, setHad] = useState(found.isHad)
  const [titleId, setTitleId] = useState(found.titleId)
  const header = once()
  const takeBack = async (id: string) => {
    const isDone = await act(() => api.DELETE('/api/v1/watchlist/{entry_id}', { params: { path: { entry_id: id } } }), w.did.removed(card.title), () => undefined)
    if (isDone) setHad(false)
  }
  const add = async () => {
    const media = { source: found.source, external_id: found.externalId, media_type: card.media_type, title: card.title }
    const body = (found.titleId ? { title_id: found.titleId, status: 'planned' } : { media, status: 'planned' }) as never
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
