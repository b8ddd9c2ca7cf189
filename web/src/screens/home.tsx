import { useEffect, useRef } from 'preact/hooks'
import { api } from '../api/client'
import type { ListedTitle, WatchEntry } from '../api/types'
import { ask } from '../core/asking'
import { href } from '../core/root'
import { me } from '../core/session'
import { changes } from '../core/viewers'
import { HomeBones } from '../ui/bones'
import { Shelf } from '../ui/card'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Failure } from '../ui/states'
import { Stopped } from '../ui/stopped'
import { w } from '../words'
import { Continue } from './home/continue'
import { Tonight } from './home/tonight'

const read = (signal: AbortSignal) =>
  ask(() => api.GET('/api/v1/home', { params: { query: { limit: 12 } }, signal }), signal)

/** What was there once the service was first started is not what was added lately: until then the newest are shown. */
const isAdded = (titles: readonly ListedTitle[]) =>
  new Set(titles.map((title) => title.created_at.slice(0, 13))).size > 1

function greeting(hour: number): string {
  if (hour < 5) return w.home.hello.night
  if (hour < 12) return w.home.hello.morning
  return hour < 18 ? w.home.hello.day : w.home.hello.evening
}

/** What was shown stays where it is while one marks episode after episode; what is new comes first. */
function useOrder(entries: readonly WatchEntry[]): WatchEntry[] {
  const places = useRef<readonly string[]>([])
  const placeOf = ({ id }: WatchEntry) => places.current.indexOf(id)
  const inOrder = [...entries].sort((a, b) => placeOf(a) - placeOf(b))
  places.current = inOrder.map(({ id }) => id)
  return inOrder
}

export default function Home() {
  const { value, error, reload, set } = useLoad('home', read)
  const since = useRef(changes.value)
  // Something was changed here or in another tab: what comes next may be another thing.
  useEffect(() => {
    if (changes.value !== since.current) void reload()
    since.current = changes.value
  }, [changes.value])
  const continued = useOrder(value?.continue ?? [])
  const hello = `${greeting(new Date().getHours())}, ${me.value?.first_name || me.value?.username || ''}`
  return (
    <>
      <div class="hello">
        <Heading title={w.nav.home}>{hello}</Heading>
        {value && (
          <p class="m">
            {[
              (value.counts.watching ?? 0) > 0 && w.home.onTheGo(value.counts.watching ?? 0),
              value.completed_this_month > 0 && w.home.completed(value.completed_this_month),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        )}
      </div>
      {error ? <Failure error={error} retry={() => void reload()} /> : null}
      {value ? (
        <>
          <Continue
            entries={continued}
            count={value.counts.watching ?? 0}
            change={(entries) =>
              set({ ...value, continue: entries.map((entry) => ({ next_episode: null, ...entry })) })
            }
          />
          <Stopped />
          <Tonight planned={value.counts.planned ?? 0} changed={() => void reload()} />
          <Row
            title={w.home.best}
            titles={value.best_rated}
            none={w.home.bestNone}
            to="/browse?sort=-weighted_rating"
          />
          {isAdded(value.recently_added) ? (
            <Row title={w.home.added} titles={value.recently_added} to="/browse?sort=-created_at" />
          ) : (
            <Newest />
          )}
        </>
      ) : (
        !error && <HomeBones />
      )}
    </>
  )
}

function Newest() {
  const { value } = useLoad('newest', (signal) =>
    ask(() => api.GET('/api/v1/titles', { params: { query: { sort: '-release_date', limit: 12 } }, signal }), signal),
  )
  return <Row title={w.home.recent} titles={value?.items ?? []} to="/browse?sort=-release_date" />
}

function Row(props: { title: string; titles: ListedTitle[]; to: string; none?: string }) {
  if (!props.titles.length && !props.none) return null
  return (
    <section>
      <div class="head">
        <h2>{props.title}</h2>
        <a href={href(props.to)} aria-label={`${w.common.seeAll}: ${props.title}`}>
          {w.common.seeAll}
        </a>
      </div>
      {props.titles.length ? (
        <Shelf titles={props.titles} label={props.title} />
      ) : (
        <p class="m">
          <Icon name="star" /> {props.none}
        </p>
      )}
    </section>
  )
}
