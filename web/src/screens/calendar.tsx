import { api } from '../api/client'
import type { components } from '../api/schema'
import { ask } from '../core/asking'
import { href } from '../core/root'
import { isoDay } from '../core/format'
import { place, setQuery } from '../core/router'
import { allPages } from '../core/pages'
import { RowBones } from '../ui/bones'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Poster } from '../ui/poster'
import { Empty, Failure } from '../ui/states'
import { w } from '../words'

type Item = components['schemas']['CalendarItem']

const DAYS = 28
const later = (day: string, days: number): string => isoDay(-days, new Date(`${day}T12:00:00`))
const long = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(w.locale, options).format(new Date(`${day}T12:00:00`))

const read = (from: string, to: string) => (signal: AbortSignal) =>
  allPages<Item>((cursor) =>
    ask(() => api.GET('/api/v1/calendar', { params: { query: { from, to, limit: 100, cursor } }, signal }), signal),
  )

/** Four weeks of what airs and what comes out, of the titles that are watched or planned. */
export default function Calendar() {
  const asked = place.value.query.get('from') ?? ''
  const from = /^\d{4}-\d\d-\d\d$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : isoDay()
  const to = later(from, DAYS - 1)
  const { value, error, reload } = useLoad(`calendar ${from}`, read(from, to))
  const days = grouped(value ?? [])
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={w.calendar.title} />
          <p class="m">
            {w.calendar.from(
              long(from, { day: 'numeric', month: 'long' }),
              long(to, { day: 'numeric', month: 'long', year: 'numeric' }),
            )}
          </p>
        </div>
        <span class="row push">
          <button type="button" class="btn sm" onClick={() => setQuery({ from: later(from, -DAYS) }, { push: true })}>
            {w.calendar.earlier}
          </button>
          <button type="button" class="btn sm" onClick={() => setQuery({ from: null }, { push: true })}>
            {w.calendar.today}
          </button>
          <button type="button" class="btn sm" onClick={() => setQuery({ from: later(from, DAYS) }, { push: true })}>
            {w.calendar.later}
          </button>
        </span>
      </div>
      {error ? <Failure error={error} retry={() => void reload()} /> : !value && <RowBones count={6} />}
      {value && !value.length && (
        <Empty title={w.calendar.empty} text={w.calendar.emptyMore}>
          <a class="btn lamp" href={href('/browse')}>
            <Icon name="search" />
            {w.nav.browse}
          </a>
        </Empty>
      )}
      {days.map(([day, items]) => (
        <section key={day} class={day === isoDay() ? 'day is-today' : 'day'}>
          <h2>
            <span>{long(day, { weekday: 'long' })}</span>
            <span class="m">{long(day, { day: 'numeric', month: 'long' })}</span>
            {day === isoDay() && <span class="pill">{w.calendar.today}</span>}
          </h2>
          <ul class="plain lines">
            {items.map((item) => (
              <Line key={item.id} item={item} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function grouped(items: readonly Item[]): [string, Item[]][] {
  const days = new Map<string, Item[]>()
  for (const item of items) days.set(item.date, [...(days.get(item.date) ?? []), item])
  for (const items of days.values()) items.sort((a, b) => (a.airs_at ?? '').localeCompare(b.airs_at ?? ''))
  return [...days]
}

function Line({ item }: { item: Item }) {
  const { episode, title } = item
  const words = { premiere: w.calendar.premiere, finale: w.calendar.finale, movie: w.calendar.released, episode: '' }[
    item.kind
  ]
  const time = item.airs_at
    ? new Intl.DateTimeFormat(w.locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(item.airs_at))
    : ''
  return (
    <li class="item played">
      <a href={href(`/titles/${title.id}`)} tabIndex={-1} aria-hidden="true">
        <Poster title={title} width={154} />
      </a>
      <div class="n">
        <a class="tt" href={href(`/titles/${title.id}`)}>
          {title.title}
        </a>
        <span class="m s">
          {[episode && w.home.short(episode.season, episode.number), episode?.title, words].filter(Boolean).join(' · ')}
        </span>
      </div>
      <span class="m s push">{time}</span>
    </li>
  )
}
