import { useEffect, useState } from 'preact/hooks'
import { api } from '../api/client'
import type { MediaType } from '../api/types'
import { ask } from '../core/asking'
import { ApiError, sentence } from '../core/problem'
import { place, setQuery } from '../core/router'
import { about } from '../core/session'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Bones, Empty, Failure } from '../ui/states'
import { w } from '../words'
import { Favorites } from './discover/favorites'
import { type Found, found, FoundCard, type Result } from './discover/found'

const FAVORITES = 'favorites'
const KINDS: readonly MediaType[] = ['movie', 'show', 'anime']

async function read(kind: MediaType, query: string, signal: AbortSignal): Promise<Found[]> {
  const page = await ask<{ results: Result[] }>(() => request(kind, query, signal) as never, signal)
  return page.results.map((result) => found(kind, result))
}

function request(kind: MediaType, query: string, signal: AbortSignal): Promise<unknown> {
  if (kind === 'movie')
    return query
      ? api.GET('/api/v1/movies/search', { params: { query: { query } }, signal })
      : api.GET('/api/v1/movies/discover', { signal })
  if (kind === 'show')
    return query
      ? api.GET('/api/v1/shows/search', { params: { query: { query } }, signal })
      : api.GET('/api/v1/shows/discover', { signal })
  return query
    ? api.GET('/api/v1/anime/search', { params: { query: { query } }, signal })
    : api.GET('/api/v1/anime/discover', { signal })
}

/** What is known elsewhere, live from the providers; added to the list with one tap. */
export default function Discover() {
  const asked = place.value.query.get('kind')
  const isConfigured = about.value?.providers.tmdb ?? true
  const kind = KINDS.find((one) => one === asked) ?? (isConfigured ? 'movie' : 'anime')
  const query = place.value.query.get('q') ?? ''
  const isFavorites = asked === FAVORITES
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={w.discover.title} />
          <p class="m">{w.discover.more}</p>
        </div>
        <span class="seg push scrollx" role="group" aria-label={w.browse.kind}>
          {KINDS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={!isFavorites && kind === one}
              onClick={() => setQuery({ kind: one, name: null }, { push: true })}
            >
              {w.kindsMany[one]}
            </button>
          ))}
          <button
            type="button"
            aria-pressed={isFavorites}
            onClick={() => setQuery({ kind: FAVORITES, q: null }, { push: true })}
          >
            {w.favorites.tab}
          </button>
        </span>
      </div>
      {(kind !== 'anime' || isFavorites) && !isConfigured ? (
        <Empty title={w.discover.off} text={w.discover.offMore} />
      ) : isFavorites ? (
        <Favorites />
      ) : (
        <Results kind={kind} query={query} />
      )}
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
        <input
          type="search"
          value={text}
          placeholder={w.discover.searchShort}
          onInput={(event) => setText(event.currentTarget.value)}
        />
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
