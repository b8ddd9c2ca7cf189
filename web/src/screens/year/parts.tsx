import type { CardTitle, Play } from '../../api/types'
import { when, yearOf } from '../../core/format'
import { href } from '../../core/root'
import { Poster } from '../../ui/poster'
import { Score } from '../../ui/rating'
import { Plot } from '../statistics/plots'
import { w } from '../../words'

export const Fact = ({ label, text, more }: { label: string; text: string; more: string }) => (
  <article class="box stack">
    <p class="s m">{label}</p>
    <p class="k">{text}</p>
    <p class="s m">{more}</p>
  </article>
)

/** A play with its poster: the first of a year, or the last. */
export function Playbill({ label, play }: { label: string; play: Play }) {
  const t = w.year
  const { episode, title } = play
  const more = [episode && t.episode(episode.season, episode.number), when(play.watched_on, play.precision)]
  return (
    <article class="box up">
      <Poster title={title} width={154} />
      <div>
        <span class="s m">{label}</span>
        <h2>
          <a href={href(`/titles/${title.id}`)}>{title.title}</a>
        </h2>
        <span class="s m">{more.filter(Boolean).join(' · ')}</span>
      </div>
    </article>
  )
}

interface Row {
  title: CardTitle
  score?: number
  text?: string
}

export const Rows = ({ heading, rows }: { heading: string; rows: readonly Row[] }) => (
  <Plot title={heading}>
    <ul class="plain">
      {rows.map(({ title, score, text }) => (
        <li key={title.id} class="item played">
          <Poster title={title} width={154} />
          <div class="n">
            <a class="tt" href={href(`/titles/${title.id}`)}>
              {title.title}
            </a>
            <span class="m s">{yearOf(title)}</span>
          </div>
          {score === undefined ? <span class="s">{text}</span> : <Score value={score} />}
        </li>
      ))}
    </ul>
  </Plot>
)
