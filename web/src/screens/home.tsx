import { useEffect, useRef } from 'preact/hooks'
import { api } from '../api/client'
import type { Title, WatchEntry } from '../api/types'
import { ask } from '../core/asking'
import { href } from '../core/root'
import { me } from '../core/session'
import { changes } from '../core/viewers'
import { Shelf } from '../ui/card'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Bones, Failure } from '../ui/states'
import { w } from '../words'
import { Continue } from './home/continue'
import { Tonight } from './home/tonight'

export interface HomeData {
  entries: WatchEntry[]
  counts: Record<string, number>
  best: Title[]
  recent: Title[]
}

async function read(signal: AbortSignal): Promise<HomeData> {
  const [watching, counts, best, recent] = await Promise.all([
    ask(() => api.GET('/api/v1/watchlist', { params: { query: { status: ['watching'], sort: '-updated_at', limit: 12 } }, signal }), signal),
    ask(() => api.GET('/api/v1/watchlist/counts', { signal }), signal),
    ask(() => api.GET('/api/v1/titles', { params: { query: { sort: '-weighted_rating', limit: 12 } }, signal }), signal),
    ask(() => api.GET('/api/v1/titles', { params: { query: { sort: '-release_date', limit: 12 } }, signal }), signal),
  ])
  return {
    entries: watching.items,
    counts: counts.by_status,
    best: best.items.filter((title) => title.rating.count),
    recent: recent.items,
  }
}

function greeting(hour: number): string {
  if (hour < 5) return w.home.hello.night
  if (hour < 12) return w.home.hello.morning
  return hour < 18 ? w.home.hello.day : w.home.hello.evening
}

export default function Home() {
  const { value, error, reload, set } = useLoad('home', read)
  const since = useRef(changes.value)
  // Something was changed here or in another tab: what comes next may be another thing.
  useEffect(() => {
    if (changes.value !== since.current) void reload()
    since.current = changes.value
  }, [changes.value])
  const hello = `${greeting(new Date().getHours())}, ${me.value?.first_name || me.value?.username || ''}`
  return (
    <>
      <div class="hello">
        <Heading title={w.nav.home}>{hello}</Heading>
        {value && <p class="m">{w.home.onTheGo(value.counts.watching ?? 0)}</p>}
      </div>
      {error ? <Failure error={error} retry={() => void reload()} /> : null}
      {value ? (
        <>
          <Continue entries={value.entries} count={value.counts.watching ?? 0} change={(entries) => set({ ...value, entries })} />
          <Tonight planned={value.counts.planned ?? 0} changed={() => void reload()} />
          <Row title={w.home.best} titles={value.best} none={w.home.bestNone} to="/browse?sort=-weighted_rating" />
          <Row title={w.home.recent} titles={value.recent} to="/browse?sort=-release_date" />
        </>
      ) : (
        !error && <Bones />
      )}
    </>
  )
}

function Row(props: { title: string; titles: Title[]; to: string; none?: string }) {
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
