import { useRef, useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Title, WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { seasonName } from '../../core/episodes'
import { place, setQuery } from '../../core/router'
import { inSight } from '../../ui/in-sight'
import { useLoad } from '../../ui/load'
import { w } from '../../words'
import { FetchEpisodes } from './fetch-episodes'
import { SeasonList } from './season'

interface Props {
  title: Title
  entry: WatchEntry | null
  putEntry: (entry: WatchEntry | null) => void
}

/** Seasons and their episodes: one tap each, up to one, or a whole season. */
export function Episodes({ title, entry, putEntry }: Props) {
  const seasons = useLoad(`seasons ${title.id}`, (signal) =>
    ask(
      () =>
        api.GET('/api/v1/titles/{title_id}/seasons', {
          params: { path: { title_id: title.id }, query: { limit: 100 } },
          signal,
        }),
      signal,
    ),
  )
  /** How often they were fetched here: then the season that is shown is read anew. */
  const [fetched, setFetched] = useState(0)
  const reload = async () => {
    await seasons.reload()
    setFetched((times) => times + 1)
  }
  const all = seasons.value?.items ?? []
  const asked = Number(place.value.query.get('season') ?? Number.NaN)
  const first = useRef<number | undefined>(undefined)
  // The season that goes on stays in sight when its last episode is marked.
  if (all.length)
    first.current ??= entry?.progress?.next_episode?.season ?? all.find(({ number }) => number > 0)?.number
  const season = all.find((one) => one.number === asked) ?? all.find((one) => one.number === first.current) ?? all[0]
  if (!season)
    return seasons.value ? (
      <section class="eps">
        <div class="head">
          <h2>{w.title.episodes}</h2>
          <FetchEpisodes key="fetch" title={title} reload={reload} />
        </div>
        <p class="m">{w.title.noEpisodes}</p>
      </section>
    ) : null
  return (
    <section class="eps">
      <div class="head">
        <h2>{w.title.episodes}</h2>
        {entry?.progress?.aired ? (
          <span class="m s">{w.home.of(entry.progress.seen, entry.progress.aired)}</span>
        ) : null}
        <FetchEpisodes key="fetch" title={title} reload={reload} />
      </div>
      <div class="row wrap scrollx">
        {all.map((one) => (
          <button
            key={one.id}
            ref={one.id === season.id ? inSight : null}
            type="button"
            class="chip"
            aria-pressed={one.id === season.id}
            onClick={() => setQuery({ season: String(one.number) }, { push: true })}
          >
            {seasonName(one)}
          </button>
        ))}
      </div>
      <SeasonList key={`${season.id} ${fetched}`} title={title} entry={entry} putEntry={putEntry} season={season} />
    </section>
  )
}
