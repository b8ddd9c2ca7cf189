import { useState } from 'preact/hooks'
import type { CardTitle } from '../api/types'
import { yearOf } from '../core/format'
import { genresOf } from '../core/genres'
import { type Poster as Drawn, describe, nameOn } from '../core/poster'
import { noteTitle } from '../core/known'
import { href } from '../core/root'

const MOST = 600
const drawn = new Map<string, Drawn>()

function describedOnce(title: CardTitle, of: readonly { name: string }[]): Drawn {
  const genres = of.map((genre) => genre.name)
  const key = `${title.media_type}|${title.title}|${yearOf(title)}|${genres}`
  const known = drawn.get(key)
  if (known) return known
  const made = describe({ title: title.title, year: yearOf(title), genres, kind: title.media_type })
  if (drawn.size > MOST) drawn.clear()
  drawn.set(key, made)
  return made
}

/** A title's poster: the one of its provider by way of the service, and drawn until that is here or where there is none. */
export function Poster({ title, width = 308 }: { title: CardTitle; width?: 154 | 308 | 616 }) {
  const [failed, setFailed] = useState('')
  noteTitle(title)
  const genres = genresOf(title)
  const isGiven = Boolean(title.poster_url) && title.poster_url !== failed
  if (!genres && !isGiven) return <div class="poster" aria-hidden="true" />
  const d = describedOnce(title, genres ?? [])
  const given = isGiven ? title.poster_url : null
  // The service fetches it from its host, so that no other host learns who looks at what.
  const address = given && href(`/api/v1/titles/${title.id}/poster?width=${width}`)
  const colours = { '--p-ground': d.ground, '--p-ink': d.ink, '--p-size': `${d.size}cqi` }
  return (
    <div class={`poster${d.top ? ' p-top' : ''}${d.upper ? ' p-upper' : ''}`} style={colours} aria-hidden="true">
      <svg viewBox="0 0 200 190" preserveAspectRatio="xMidYMid slice">
        {d.shapes.map(([Tag, attributes], at) => (
          <Tag key={at} {...attributes} />
        ))}
      </svg>
      <span class="p-name" dir="auto">
        {nameOn(d, title.title)}
      </span>
      <span class="p-foot">{yearOf(title)}</span>
      {address && <img src={address} alt="" loading="lazy" decoding="async" onError={() => setFailed(given ?? '')} />}
    </div>
  )
}
