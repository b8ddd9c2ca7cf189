import { api } from '../api/client'
import { act } from '../core/acting'
import { clock, type Position, readPositions } from '../core/positions'
import { href } from '../core/root'
import type { Step } from '../core/ways-back'
import { Icon } from './icon'
import { useLoad } from './load'
import { Poster } from './poster'
import { w } from '../words'

const MOST = 6

const stepBack = ({ title, episode, seconds, of_seconds }: Position): Step => ({
  method: 'put',
  path: `/api/v1/positions/${episode?.id ?? title.id}`,
  body: { seconds, of_seconds },
})

/** Where the person stopped, of one title or of all; nothing where nothing was stopped. */
export function Stopped({ titleId }: { titleId?: string }) {
  const t = w.stopped
  const { value, reload } = useLoad('positions', readPositions)
  const shown = (value ?? []).filter((one) => !titleId || one.title.id === titleId).slice(0, MOST)
  const forget = (one: Position) =>
    void act(
      () => api.DELETE('/api/v1/positions/{reference}', { params: { path: { reference: one.id } } }),
      t.forgotten,
      reload,
      () => [stepBack(one)],
    )
  if (!shown.length) return null
  return (
    <section aria-labelledby="stopped">
      <div class="head">
        <h2 id="stopped">{t.title}</h2>
      </div>
      <div class="ups">
        {shown.map((one) => (
          <Line key={one.id} one={one} isAlone={Boolean(titleId)} forget={() => forget(one)} />
        ))}
      </div>
    </section>
  )
}

function Line({ one, isAlone, forget }: { one: Position; isAlone: boolean; forget: () => void }) {
  const t = w.stopped
  const { episode, title } = one
  const label = episode ? [t.episode(episode.season, episode.number), episode.title].filter(Boolean).join(' · ') : ''
  const at = t.at(clock(one.seconds), one.of_seconds === null ? null : clock(one.of_seconds))
  const name = [title.title, label].filter(Boolean).join(' · ')
  return (
    <article class={isAlone ? 'box' : 'box up'}>
      {!isAlone && (
        <a href={href(`/titles/${title.id}`)} tabIndex={-1} aria-hidden="true">
          <Poster title={title} width={154} />
        </a>
      )}
      <div class="stack">
        {isAlone ? (
          label && <b>{label}</b>
        ) : (
          <h3>
            <a href={href(`/titles/${title.id}`)}>{title.title}</a>
          </h3>
        )}
        <span class="s m">{[isAlone ? '' : label, at].filter(Boolean).join(' · ')}</span>
        {one.of_seconds ? <progress max={one.of_seconds} value={one.seconds} aria-label={`${name}: ${at}`} /> : null}
        <div class="row">
          <button type="button" class="btn bare sm" aria-label={t.forgetOf(name)} onClick={forget}>
            <Icon name="close" />
            {t.forget}
          </button>
        </div>
      </div>
    </article>
  )
}
