import type { Title, WatchEntry } from '../../api/types'
import { runtime, yearOf } from '../../core/format'
import { me } from '../../core/session'
import { Heading } from '../../ui/heading'
import { Poster } from '../../ui/poster'
import { w } from '../../words'
import { Distribution } from './distribution'
import { Own } from './own'
import { Summary } from './summary'

const ADDRESSES: Record<string, (id: string, kind: string) => string> = {
  imdb: (id) => `https://www.imdb.com/title/${id}/`,
  tmdb: (id, kind) => `https://www.themoviedb.org/${kind === 'movie' ? 'movie' : 'tv'}/${id}`,
  wikipedia: (id) => `https://en.wikipedia.org/wiki/${encodeURIComponent(id)}`,
  anilist: (id) => `https://anilist.co/anime/${id}`,
  mal: (id) => `https://myanimelist.net/anime/${id}`,
  tvmaze: (id) => `https://www.tvmaze.com/shows/${id}`,
}

interface Props {
  title: Title
  entry: WatchEntry | null
  putEntry: (entry: WatchEntry | null) => void
  reload: () => void
}

export function Hero({ title, entry, putEntry, reload }: Props) {
  const links = Object.entries(title.external_ids).filter(([source]) => ADDRESSES[source])
  return (
    <div class="hero">
      <div class="pos">
        <Poster title={title} width={616} />
      </div>
      <div class="main">
        <div class="facts">
          <p class="m s">{[w.kinds[title.media_type], ...title.genres.map((genre) => genre.name)].join(' · ')}</p>
          <Heading title={title.title} />
          {title.original_title && title.original_title !== title.title && (
            <p class="m s">{w.title.original(title.original_title)}</p>
          )}
          <p class="m">{[yearOf(title), runtime(title.runtime_minutes)].filter(Boolean).join(' · ')}</p>
          {links.length > 0 && (
            <p class="s links">
              {links.map(([source, id]) => (
                <a key={source} href={ADDRESSES[source]?.(id, title.media_type)} rel="noreferrer" target="_blank">
                  {w.title.website[source] ?? source}
                </a>
              ))}
            </p>
          )}
        </div>
        {me.value && <Own title={title} entry={entry} putEntry={putEntry} reload={reload} />}
        <Summary title={title} reload={reload} />
        {title.platforms.length > 0 && (
          <div class="row wrap">
            <span class="m s">{w.title.on}</span>
            {title.platforms.map((platform) => (
              <span key={platform.id} class="pill">
                {platform.name}
              </span>
            ))}
          </div>
        )}
      </div>
      <Distribution title={title} />
    </div>
  )
}
