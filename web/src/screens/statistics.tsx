import { api } from '../api/client'
import type { components } from '../api/schema'
import { ask } from '../core/asking'
import { mean, number, score } from '../core/format'
import { href } from '../core/root'
import { place, setQuery } from '../core/router'
import { PlotBones } from '../ui/bones'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { inSight } from '../ui/in-sight'
import { useLoad } from '../ui/load'
import { Empty, Failure } from '../ui/states'
import { w } from '../words'
import { Days } from './statistics/days'
import { KeyFigures } from './statistics/key-figures'
import { Decades, Genres, Months, Ratings, Years } from './statistics/plots'

export type Figures = components['schemas']['Statistics']

export default function Statistics() {
  const asked = place.value.query.get('year') ?? ''
  const year = /^\d{4}$/.test(asked) ? Number(asked) : null
  const { value, error, reload } = useLoad(`statistics ${year}`, (signal) =>
    ask(() => api.GET('/api/v1/statistics', { params: { query: year ? { year } : {} }, signal }), signal),
  )
  if (error && !value) return <Failure isScreen error={error} retry={() => void reload()} />
  const years = [...(value?.years ?? [])].sort((a, b) => a - b).slice(-6)
  return (
    <>
      <div class="row wrap ttl">
        <Heading title={year ? w.statistics.your(String(year)) : w.statistics.yourEver} />
        <span class="seg push scrollx" role="group" aria-label={w.statistics.title}>
          {years.map((one) => (
            <button
              key={one}
              ref={one === year ? inSight : null}
              type="button"
              aria-pressed={one === year}
              onClick={() => setQuery({ year: String(one) }, { push: true })}
            >
              {one}
            </button>
          ))}
          <button
            ref={year === null ? inSight : null}
            type="button"
            aria-pressed={year === null}
            onClick={() => setQuery({ year: null }, { push: true })}
          >
            {w.statistics.ever}
          </button>
        </span>
      </div>
      {year && value && (
        <p class="ttl">
          <a href={href(`/statistics/${year}`)}>{w.year.review}</a>
        </p>
      )}
      {!value ? (
        <PlotBones />
      ) : value.completed + value.episodes + value.reviews === 0 && value.average === null ? (
        <Nothing />
      ) : (
        <Whole figures={value} isEver={year === null} />
      )}
    </>
  )
}

const Nothing = () => (
  <Empty title={w.statistics.empty} text={w.statistics.emptyMore}>
    <a class="btn lamp" href={href('/browse')}>
      <Icon name="search" />
      {w.nav.browse}
    </a>
    <a class="btn" href={href('/import')}>
      <Icon name="upload" />
      {w.nav.import}
    </a>
  </Empty>
)

function compared(own: number, all: number | null): string {
  const by = all === null ? 0 : Math.round((own - all) * 10) / 10
  if (all === null || by === 0) return w.statistics.as
  return by > 0 ? w.statistics.above(score(by)) : w.statistics.below(score(-by))
}

function Whole({ figures, isEver }: { figures: Figures; isEver: boolean }) {
  const time = figures.minutes_unknown
    ? `${w.statistics.time}, ${w.statistics.unknownTime(figures.minutes_unknown)}`
    : w.statistics.time
  const average =
    figures.average === null ? null : `${w.statistics.average}, ${compared(figures.average, figures.average_of_all)}`
  const boxes: [string, string][] = [
    [number(figures.completed), w.statistics.completed],
    [number(figures.episodes), w.statistics.episodes],
    [w.statistics.hours(number(Math.round(figures.minutes / 60))), time],
    ...(figures.average !== null && average ? ([[mean(figures.average), average]] as [string, string][]) : []),
    [number(figures.reviews), w.statistics.reviews],
  ]
  return (
    <>
      <KeyFigures boxes={boxes} />
      <div class="g2 plots">
        {isEver ? <Years months={figures.by_month} /> : <Months months={figures.by_month} />}
        <Ratings figures={figures} />
        <Genres genres={figures.by_genre} />
        <Decades decades={figures.by_release_decade} />
      </div>
      <Days days={figures.by_day} undated={figures.undated} />
    </>
  )
}
