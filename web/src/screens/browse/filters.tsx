import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { MediaType } from '../../api/types'
import { ask } from '../../core/asking'
import { number } from '../../core/format'
import { setQuery } from '../../core/router'
import { me } from '../../core/session'
import { type TitleFilter, queryOf } from '../../core/title-filter'
import { useLast, useLoad } from '../../ui/load'
import { Rating } from '../../ui/rating'
import { w } from '../../words'

const FEW = 8

const FIRST = 1900
const LAST = new Date().getFullYear()
const STEPS = 22

/** Films and shows a span of years, for the bars above the years. */
function bars(years: readonly { year: number; count: number }[]): { from: number; count: number }[] {
  const width = Math.ceil((LAST - FIRST + 1) / STEPS)
  return Array.from({ length: STEPS }, (_, at) => {
    const from = FIRST + at * width
    return {
      from,
      count: years.filter(({ year }) => year >= from && year < from + width).reduce((sum, one) => sum + one.count, 0),
    }
  })
}

export function Filters({ filter }: { filter: TitleFilter }) {
  const [isAll, setAll] = useState(false)
  const query = queryOf(filter)
  const { value } = useLoad(`facets ${JSON.stringify(query)}`, (signal) =>
    ask(() => api.GET('/api/v1/titles/facets', { params: { query }, signal }), signal),
  )
  const genres = useLast(value?.by_genre) ?? []
  const years = bars(useLast(value?.years) ?? [])
  const most = Math.max(1, ...years.map((one) => one.count))
  const shown = isAll ? genres : genres.filter((genre, at) => at < FEW || filter.genres.includes(genre.id))
  const toggle = (id: string) => {
    const genre = filter.genres.includes(id) ? filter.genres.filter((one) => one !== id) : [...filter.genres, id]
    setQuery({ genre }, { push: true })
  }
  return (
    <div class="filters">
      <fieldset>
        <legend>{w.browse.kind}</legend>
        <div class="row wrap">
          <Kind kind={null} chosen={filter.kind} />
          {(['movie', 'show', 'anime'] as const).map((kind) => (
            <Kind key={kind} kind={kind} chosen={filter.kind} />
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{w.browse.released}</legend>
        <svg class="hist" viewBox="0 0 220 52" preserveAspectRatio="none" aria-hidden="true">
          {years.map((one, at) => (
            <rect
              key={one.from}
              class={one.from >= (filter.from ?? 0) && one.from <= (filter.to ?? 9999) ? 'in' : undefined}
              x={at * 10 + 1}
              width="8"
              y={52 - (one.count / most) * 52}
              height={(one.count / most) * 52}
            />
          ))}
        </svg>
        <div class="row">
          <Year label={w.browse.from} name="from" value={filter.from} hint={String(FIRST)} />
          <span>–</span>
          <Year label={w.browse.to} name="to" value={filter.to} hint={String(LAST)} />
        </div>
      </fieldset>
      <fieldset>
        <legend>{w.browse.genre}</legend>
        {shown.map((genre) => (
          <label key={genre.id} class="opt">
            <input type="checkbox" checked={filter.genres.includes(genre.id)} onChange={() => toggle(genre.id)} />
            <span>{genre.name}</span>
            <span class="m s push">{number(genre.count)}</span>
          </label>
        ))}
        {genres.length > FEW && (
          <button type="button" class="btn bare sm" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
            {isAll ? w.browse.fewerGenres : w.browse.moreGenres(genres.length - shown.length)}
          </button>
        )}
      </fieldset>
      <div>
        <b class="s">{w.browse.atLeast}</b>
        <Rating
          isSmall
          legend={w.browse.atLeast}
          value={filter.least}
          choose={(least) => setQuery({ least: String(least) }, { push: true })}
          clear={() => setQuery({ least: null }, { push: true })}
        />
      </div>
      {me.value && (
        <label class="opt">
          <input
            type="checkbox"
            checked={filter.isUndone}
            onChange={() => setQuery({ undone: filter.isUndone ? null : '1' }, { push: true })}
          />
          <span>{w.viewing.hideDone}</span>
        </label>
      )}
    </div>
  )
}

const Kind = ({ kind, chosen }: { kind: MediaType | null; chosen: MediaType | null }) => (
  <button type="button" class="chip" aria-pressed={kind === chosen} onClick={() => setQuery({ kind }, { push: true })}>
    {kind ? w.kindsMany[kind] : w.common.all}
  </button>
)

const Year = ({ label, name, value, hint }: { label: string; name: string; value: number | null; hint: string }) => (
  <input
    class="t"
    aria-label={label}
    inputmode="numeric"
    maxLength={4}
    placeholder={hint}
    defaultValue={value ?? ''}
    key={value}
    onChange={(event) => setQuery({ [name]: event.currentTarget.value.trim() || null }, { push: true })}
  />
)
