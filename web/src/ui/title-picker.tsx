import { useState } from 'preact/hooks'
import { api } from '../api/client'
import type { MediaType } from '../api/types'
import { ask } from '../core/asking'
import { yearOf } from '../core/format'
import { w } from '../words'
import { useLoad } from './load'
import { Poster } from './poster'

/** Titles of the catalogue by what is typed, with a button beside each that chooses it. */
export function TitlePicker(props: {
  label: string
  submit: string
  pick: (id: string) => void
  without?: string
  initial?: string
  kind?: MediaType
}) {
  const [typed, setTyped] = useState(props.initial ?? '')
  const q = typed.trim()
  const { value } = useLoad(`picker ${props.kind} ${q}`, (signal) =>
    q
      ? ask(
          () =>
            api.GET('/api/v1/titles/suggest', {
              params: { query: { q, limit: 8, ...(props.kind ? { media_type: props.kind } : {}) } },
              signal,
            }),
          signal,
        )
      : Promise.resolve(null),
  )
  const found = value?.items.filter((one) => one.id !== props.without) ?? []
  return (
    <>
      <label class="field">
        <span>{props.label}</span>
        <input class="t" type="search" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      <ul class="plain lines">
        {found.map((one) => (
          <li key={one.id} class="item played">
            <Poster title={one} width={154} />
            <div class="n">
              <b>{one.title}</b>
              <span class="m s">{[yearOf(one), w.kinds[one.media_type]].filter(Boolean).join(' · ')}</span>
            </div>
            <button
              type="button"
              class="btn sm push"
              aria-label={`${props.submit}: ${one.title} ${yearOf(one)}`}
              onClick={() => props.pick(one.id)}
            >
              {props.submit}
            </button>
          </li>
        ))}
        {value && !found.length && <li class="m">{w.browse.nothing}</li>}
      </ul>
    </>
  )
}
