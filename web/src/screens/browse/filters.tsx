import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { MediaType } from '../../api/types'
import { ask } from '../../core/asking'
import { setQuery } from '../../core/router'
import type { TitleFilter } from '../../core/title-filter'
import { useLoad } from '../../ui/load'
import { Rating } from '../../ui/rating'
import { w } from '../../words'

const FEW = 8

/** Every genre or platform: there are some dozens. */
const readGenres = (signal: AbortSignal) => ask(() => api.GET('/api/v1/genres', { params: { query: { limit: 100 } }, signal }), signal)

export function Filters({ filter }: { filter: TitleFilter }) {
  const [isAll, setAll] = useState(false)
  const { value } = useLoad('genres', readGenres)
  const genres = value?.items ?? []
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
        <div class="row">
          <Year label={w.browse.from} name="from" value={filter.from} />
          <span>–</span>
          <Year label={w.browse.to} name="to" value={filter.to} />
        </div>
      </fieldset>
      <fieldset>
        <legend>{w.browse.genre}</legend>
        {shown.map((genre) => (
          <label key={genre.id} class="opt">
            <input type="checkbox" checked={filter.genres.includes(genre.id)} onChange={() => toggle(genre.id)} />
            <span>{genre.name}</span>
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
          small
          legend={w.browse.atLeast}
          value={filter.least}
          choose={(least) => setQuery({ least: String(least) }, { push: true })}
          clear={() => setQuery({ least: null }, { push: true })}
        />
      </div>
    </div>
  )
}

const Kind = ({ kind, chosen }: { kind: MediaType | null; chosen: MediaType | null }) => (
  <button type="button" class="chip" aria-pressed={kind === chosen} onClick={() => setQuery({ kind }, { push: true })}>
    {kind ? w.kindsMany[kind] : w.common.all}
  </button>
)

const Year = ({ label, name, value }: { label: string; name: string; value: number | null }) => (
  <input
    class="t"
    aria-label={label}
    inputmode="numeric"
    maxLength={4}
    defaultValue={value ?? ''}
    key={value}
    onChange={(event) => setQuery({ [name]: event.currentTarget.value.trim() || null }, { push: true })}
  />
)
