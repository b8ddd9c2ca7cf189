import { api } from '../api/client'
import type { Play } from '../api/types'
import { ask } from '../core/asking'
import { number, when } from '../core/format'
import { allPages } from '../core/pages'
import { href } from '../core/root'
import { me } from '../core/session'
import { busiest, longestStreak, mostWatched } from '../core/year'
import type { ScreenProps } from '../routes'
import { Heading } from '../ui/heading'
import { useLoad } from '../ui/load'
import { Bones, Empty, Failure } from '../ui/states'
import { w } from '../words'
import { Days } from './statistics/days'
import { KeyFigures } from './statistics/key-figures'
import { Decades, Genres, Months, Ratings } from './statistics/plots'
import { Fact, Playbill, Rows } from './year/parts'

const SHOWN = 5

async function read(year: number, signal: AbortSignal) {
  const readPlays = (cursor?: string) =>
    ask(
      () =>
        api.GET('/api/v1/plays', {
          params: {
            query: {
              from: `${year}-01-01`,
              to: `${year}-12-31`,
              sort: 'watched_on',
              limit: 100,
              ...(cursor ? { cursor } : {}),
            },
          },
          signal,
        }),
      signal,
    )
  const [figures, plays, ratings] = await Promise.all([
    ask(() => api.GET('/api/v1/statistics', { params: { query: { year } }, signal }), signal),
    allPages<Play>(readPlays),
    ask(() => api.GET('/api/v1/ratings', { params: { query: { sort: '-score', limit: 100 } }, signal }), signal),
  ])
  const seen = new Set(plays.map((play) => play.title.id))
  return { figures, plays, best: ratings.items.filter((rating) => seen.has(rating.title.id)).slice(0, SHOWN) }
}

/** A year of one's own on a page that can be printed; nobody else sees it. */
export default function YearScreen({ parts }: ScreenProps) {
  const t = w.year
  const text =
    /^\d{4}$/.test(parts.year ?? '') && Number(parts.year) > 0 ? (parts.year ?? '') : String(new Date().getFullYear())
  const { value, error, reload } = useLoad(`year ${text}`, (signal) => read(Number(text), signal))
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={t.title(text)} />
          <p class="m">{t.of(me.value?.first_name || me.value?.username || '')}</p>
        </div>
        <span class="row push no-print">
          <a class="btn" href={href(`/statistics?year=${text}`)}>
            {t.all}
          </a>
          <button type="button" class="btn lamp" onClick={() => print()}>
            {t.print}
          </button>
        </span>
      </div>
      {error && !value ? (
        <Failure error={error} retry={() => void reload()} />
      ) : !value ? (
        <Bones count={4} />
      ) : (
        <Whole year={text} {...value} />
      )}
    </>
  )
}

function Whole({ year, figures, plays, best }: { year: string } & Awaited<ReturnType<typeof read>>) {
  const t = w.year
  if (!figures.completed && !figures.episodes && !plays.length && !figures.movies) {
    return (
      <Empty title={t.empty(year)} text={t.emptyMore}>
        {figures.years.slice(-SHOWN).map((one) => (
          <a key={one} class="btn" href={href(`/statistics/${one}`)}>
            {t.earlier(one)}
          </a>
        ))}
      </Empty>
    )
  }
  const dated = plays.filter((play) => play.precision !== 'year' && play.precision !== 'month')
  const [first, last] = [dated[0], dated.at(-1)]
  const streak = longestStreak(figures.by_day)
  const full = busiest(figures.by_day)
  const often = mostWatched(plays, SHOWN)
  const boxes: [string, string][] = [
    [number(figures.completed), w.statistics.completed],
    [number(figures.episodes), w.statistics.episodes],
    [w.statistics.hours(number(Math.round(figures.minutes / 60))), w.statistics.time],
    [number(Object.keys(figures.by_day).length), t.onDays],
  ]
  return (
    <div class="year">
      <KeyFigures boxes={boxes} />
      <div class="boxes">
        {first && <Playbill label={t.first} play={first} />}
        {last && last !== first && <Playbill label={t.last} play={last} />}
        {streak && (
          <Fact label={t.streak} text={t.days(streak.days)} more={t.span(when(streak.from), when(streak.to))} />
        )}
        {full && <Fact label={t.busiest} text={when(full[0])} more={t.watched(full[1])} />}
      </div>
      <div class="g2 plots">
        {best.length > 0 && (
          <Rows heading={t.best} rows={best.map((rating) => ({ title: rating.title, score: rating.score }))} />
        )}
        {often.length > 0 && (
          <Rows heading={t.again} rows={often.map((one) => ({ title: one.title, text: t.times(one.count) }))} />
        )}
        <Months months={figures.by_month} />
        <Ratings figures={figures} />
        <Genres genres={figures.by_genre} />
        <Decades decades={figures.by_release_decade} />
      </div>
      <Days days={figures.by_day} undated={0} />
    </div>
  )
}
