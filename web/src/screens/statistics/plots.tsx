import type { ComponentChildren } from 'preact'
import { score } from '../../core/format'
import { href } from '../../core/root'
import { Score } from '../../ui/rating'
import { w } from '../../words'
import type { Figures } from '../statistics'

const SCORES = ['1', '1.5', '2', '2.5', '3', '3.5', '4', '4.5', '5']

export const Plot = ({
  title,
  label,
  children,
}: {
  title: string
  label?: ComponentChildren
  children: ComponentChildren
}) => (
  <section class="box">
    <div class="head">
      <h2>{title}</h2>
      {label && <span class="push s m key">{label}</span>}
    </div>
    {children}
  </section>
)

interface Pair {
  name: string
  a: number
  b: number
}

const LEFT = 42

/** The end of a scale, a round and even number: 2, 4, 6, 10, 20, 40, 60, 100 … */
export function topOf(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)))
  return [1, 2, 4, 6, 10].map((step) => step * power).find((end) => end >= Math.max(2, most)) ?? most
}

/** Two bars for each name; the same figures stand in a table behind a switch. */
function Pairs({
  pairs,
  label,
  names,
  unit = '',
}: {
  pairs: readonly Pair[]
  label: string
  names: [string, string, string]
  unit?: string
}) {
  const top = topOf(Math.max(...pairs.flatMap((pair) => [pair.a, pair.b])))
  const high = (value: number) => (value / top) * 130
  const step = (600 - LEFT) / Math.max(1, pairs.length)
  const wide = Math.min(24, step / 2 - 3)
  const middle = (at: number) => LEFT + at * step + step / 2
  return (
    <>
      <svg class="ch" viewBox="0 0 600 170" role="img" aria-label={label}>
        {[top, top / 2, 0].map((value) => (
          <g key={value}>
            <path class="g" d={`M${LEFT} ${140 - high(value)}H600`} />
            <text class="at" x={LEFT - 8} y={144 - high(value)}>
              {value}
              {unit}
            </text>
          </g>
        ))}
        {pairs.map(({ name, a, b }, at) => (
          <g key={name}>
            <rect class="a" x={middle(at) - wide - 1} y={140 - high(a)} width={wide} height={high(a)} rx="3" />
            <rect class="b" x={middle(at) + 1} y={140 - high(b)} width={wide} height={high(b)} rx="3" />
            <text x={middle(at)} y="162">
              {name}
            </text>
          </g>
        ))}
      </svg>
      <details class="s">
        <summary>{w.statistics.asTable}</summary>
        <table>
          <thead>
            <tr>
              {names.map((name, at) => (
                <th key={name} class={at ? 'num' : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ name, a, b }) => (
              <tr key={name}>
                <td>{name}</td>
                <td class="num">{a}</td>
                <td class="num">{b}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}

const Key = ({ a, b }: { a: string; b: string }) => (
  <>
    <i class="a" />
    {a} <i class="b" />
    {b}
  </>
)

/** Year after year, those without anything among them; twelve at most. */
export function Years({ months }: { months: Figures['by_month'] }) {
  const pairs = yearsOf(months)
  const said = pairs.map((pair) => `${pair.name}: ${pair.a}, ${pair.b}`).join('; ')
  return (
    <Plot title={w.statistics.years} label={<Key a={w.statistics.films} b={w.statistics.episodesKey} />}>
      <Pairs
        pairs={pairs}
        label={w.statistics.sumOfYears(said)}
        names={[w.statistics.yearName, w.statistics.films, w.statistics.episodesKey]}
      />
    </Plot>
  )
}

export function yearsOf(months: Figures['by_month']): Pair[] {
  const years = months.map(({ month }) => Number(month.slice(0, 4)))
  const [last, first] = [Math.max(...years), Math.min(...years)]
  const count = years.length ? Math.min(last - first + 1, 12) : 0
  return Array.from({ length: count }, (_, at) => {
    const name = String(last - count + 1 + at)
    const own = months.filter(({ month }) => month.startsWith(name))
    return {
      name,
      a: own.reduce((sum, { movies }) => sum + movies, 0),
      b: own.reduce((sum, { episodes }) => sum + episodes, 0),
    }
  })
}

export function Months({ months }: { months: Figures['by_month'] }) {
  const short = new Intl.DateTimeFormat(w.locale, { month: 'short', timeZone: 'UTC' })
  const pairs = months
    .slice(-12)
    .map((one) => ({ name: short.format(new Date(`${one.month.slice(0, 7)}-15`)), a: one.movies, b: one.episodes }))
  const said = pairs.map((pair) => `${pair.name} ${pair.a}, ${pair.b}`).join('; ')
  return (
    <Plot title={w.statistics.months} label={<Key a={w.statistics.films} b={w.statistics.episodesKey} />}>
      <Pairs
        pairs={pairs}
        label={w.statistics.sumOfMonths(said)}
        names={[w.statistics.month, w.statistics.films, w.statistics.episodesKey]}
      />
    </Plot>
  )
}

/** Shares in percent, so that one person and everyone can stand side by side. */
function shares(counts: Record<string, number>): number[] {
  const sum = Math.max(
    1,
    Object.values(counts).reduce((all, count) => all + count, 0),
  )
  return SCORES.map((one) => Math.round(((counts[one] ?? 0) / sum) * 100))
}

export function Ratings({ figures }: { figures: Figures }) {
  const own = shares(figures.ratings.own)
  const all = shares(figures.ratings.all)
  const pairs = SCORES.map((name, at) => ({ name, a: own[at] ?? 0, b: all[at] ?? 0 }))
  return (
    <Plot title={w.statistics.ratings} label={<Key a={w.statistics.you} b={w.statistics.everyone} />}>
      <Pairs
        pairs={pairs}
        label={w.statistics.sumOfScores(own.join(', '))}
        names={[w.statistics.score, `${w.statistics.you} %`, `${w.statistics.everyone} %`]}
        unit="%"
      />
      {figures.furthest.length > 0 && (
        <p class="s m">
          {w.statistics.furthest}:{' '}
          {figures.furthest.slice(0, 3).map((far, at) => (
            <span key={far.title.id}>
              {at > 0 && ' · '}
              <a href={href(`/titles/${far.title.id}`)}>{far.title.title}</a>,{' '}
              {w.statistics.yoursAll(score(far.own), score(far.all))}
            </span>
          ))}
        </p>
      )}
    </Plot>
  )
}

export function Genres({ genres }: { genres: Figures['by_genre'] }) {
  const shown = genres.slice(0, 8)
  const most = Math.max(1, ...shown.map((genre) => genre.count))
  return (
    <Plot title={w.statistics.genres} label={w.statistics.genresKey}>
      <div class="gen">
        {shown.map((genre) => (
          <a key={genre.id} href={href(`/list?genre=${genre.id}`)}>
            <span class="cut">{genre.name}</span>
            <b>
              <u style={{ width: `${(genre.count / most) * 100}%` }} />
            </b>
            <span class="num">{genre.count}</span>
            {genre.average === null ? <span /> : <Score value={genre.average} isMean />}
          </a>
        ))}
      </div>
    </Plot>
  )
}

/** Decade after decade, those without a title among them; five at least, so that one bar does not fill the box. */
function together(decades: Figures['by_release_decade']): Figures['by_release_decade'] {
  const counts = new Map(decades.map((one) => [one.decade, one.count]))
  const last = Math.max(...counts.keys())
  const first = Math.max(Math.min(...counts.keys(), last - 40), last - 100)
  return counts.size
    ? Array.from({ length: (last - first) / 10 + 1 }, (_, at) => ({
        decade: first + at * 10,
        count: counts.get(first + at * 10) ?? 0,
      }))
    : []
}

export function Decades({ decades }: { decades: Figures['by_release_decade'] }) {
  const shown = together(decades)
  const most = Math.max(1, ...shown.map((one) => one.count))
  const said = shown.map((one) => `${one.decade}: ${one.count}`).join(', ')
  return (
    <Plot title={w.statistics.decades}>
      <div class="dec" role="img" aria-label={w.statistics.sumOfDecades(said)}>
        {shown.map((one) => (
          <span key={one.decade}>
            <b>
              <u style={{ height: `${(one.count / most) * 100}%` }} />
            </b>
            <i>{shown.length > 10 ? one.decade : w.statistics.decade(one.decade)}</i>
          </span>
        ))}
      </div>
    </Plot>
  )
}
