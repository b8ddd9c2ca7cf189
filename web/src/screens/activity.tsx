import { api } from '../api/client'
import type { Play } from '../api/types'
import { ask } from '../core/asking'
import { when } from '../core/format'
import { href } from '../core/root'
import { place, setQuery } from '../core/router'
import { Endless } from '../ui/endless'
import { Heading } from '../ui/heading'
import { Poster } from '../ui/poster'
import { Empty } from '../ui/states'
import { useList } from '../ui/use-list'
import { w } from '../words'
import { Changes } from './activity/changes'

/** What was changed and can be taken back, and what was watched. */
export default function Activity() {
  const isWatched = place.value.query.get('part') === 'watched'
  return (
    <>
      <div class="row wrap ttl">
        <Heading title={w.activity.title} />
        <span class="seg push" role="group" aria-label={w.activity.title}>
          <button type="button" aria-pressed={!isWatched} onClick={() => setQuery({ part: null })}>
            {w.activity.changes}
          </button>
          <button type="button" aria-pressed={isWatched} onClick={() => setQuery({ part: 'watched' })}>
            {w.activity.watched}
          </button>
        </span>
      </div>
      {isWatched ? <Watched /> : <Changes />}
    </>
  )
}

function Watched() {
  const view = useList<Play, null>(
    'plays',
    ({ cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/plays', {
            params: { query: { limit: 50, sort: '-watched_on', ...(cursor ? { cursor } : {}) } },
            signal,
          }),
        signal,
      ),
    null,
  )
  return (
    <Endless view={view} empty={<Empty title={w.activity.emptyWatched} text={w.activity.emptyWatchedMore} />}>
      {(plays) => (
        <ul class="plain lines">
          {plays.map((play) => (
            <li key={play.id} class="item played">
              <a href={href(`/titles/${play.title.id}`)} tabIndex={-1} aria-hidden="true">
                <Poster title={play.title} width={154} />
              </a>
              <div class="n">
                <a class="tt" href={href(`/titles/${play.title.id}`)}>
                  {play.title.title}
                </a>
                <span class="m s">
                  {play.episode
                    ? [w.home.short(play.episode.season, play.episode.number), play.episode.title]
                        .filter(Boolean)
                        .join(' · ')
                    : w.kinds[play.title.media_type]}
                </span>
              </div>
              <span class="m s push">{when(play.watched_on, play.precision)}</span>
            </li>
          ))}
        </ul>
      )}
    </Endless>
  )
}
