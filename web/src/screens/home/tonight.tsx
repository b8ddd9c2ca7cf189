import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { cardOf } from '../../core/entries'
import { ago, runtime, yearOf } from '../../core/format'
import { href } from '../../core/root'
import { changeStatus } from '../../core/undoable'
import { w } from '../../words'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Poster } from '../../ui/poster'

const TIMES = [90, 120, 0]

const readPlanned = (time: number) => (signal: AbortSignal) =>
  ask(() => api.GET('/api/v1/watchlist', { params: { query: { status: ['planned'], limit: 100, ...(time ? { runtime_to: time } : {}) } }, signal }), signal)

/** Numbers below `count` in an order by chance, so that Another never shows the same twice in a row. */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, at) => at)
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1))
    const [a, b] = [order[at] as number, order[other] as number]
    order[at] = b
    order[other] = a
  }
  return order
}

/** One of the planned titles, by the time at hand. */
export function Tonight({ planned, changed }: { planned: number; changed: () => void }) {
  const [time, setTime] = useState(0)
  const { value } = useLoad(`tonight ${time}`, readPlanned(time))
  const [order, setOrder] = useState<number[]>([])
  const [at, setAt] = useState(0)
  const items = value?.items ?? []
  const places = order.length === items.length ? order : shuffled(items.length)
  if (order !== places && items.length) setOrder(places)
  const shown = (step: number): WatchEntry | undefined => items[places[(at + step) % places.length] ?? -1]
  const pick = shown(0)
  const others = [1, 2, 3].map(shown).filter((entry): entry is WatchEntry => Boolean(entry) && entry !== pick)
  return (
    <section class="tonight" aria-labelledby="tonight">
      <div>
        <h2 id="tonight">{w.home.tonight}</h2>
        <p>{planned ? w.home.tonightMore(planned) : w.home.tonightNone}</p>
        {planned > 0 && (
          <div class="row wrap">
            <span class="seg" role="group" aria-label={w.home.time}>
              {TIMES.map((one) => (
                <button key={one} type="button" aria-pressed={time === one} onClick={() => setTime(one)}>
                  {w.home.times[one]}
                </button>
              ))}
            </span>
            <button type="button" class="btn lamp" onClick={() => setAt(at + 1)}>
              <Icon name="dice" />
              {w.home.pick}
            </button>
          </div>
        )}
      </div>
      {pick ? <Pick entry={pick} another={() => setAt(at + 1)} changed={changed} /> : planned > 0 && value && <p>{w.home.nothingFits}</p>}
      {others.length > 0 && (
        <div class="also no-phone">
          <span class="s">{w.home.alsoFits}</span>
          <div class="row">
            {[...new Set(others)].map((entry) => (
              <a key={entry.id} href={href(`/titles/${entry.title.id}`)} aria-label={entry.title.title}>
                <Poster title={entry.title} width={154} />
              </a>
            ))}
          </div>
        </div>
      )}
    </section>
  )
}

function Pick({ entry, another, changed }: { entry: WatchEntry; another: () => void; changed: () => void }) {
  const { title } = entry
  const facts = [yearOf(title), title.genres[0]?.name ?? w.kinds[title.media_type], runtime(title.runtime_minutes)]
  return (
    <article class="pick">
      <a href={href(`/titles/${title.id}`)} tabIndex={-1} aria-hidden="true">
        <Poster title={title} />
      </a>
      <div>
        <h3>
          <a href={href(`/titles/${title.id}`)}>{title.title}</a>
        </h3>
        <p class="s">
          {facts.filter(Boolean).join(' · ')}
          <br />
          {w.home.planned(ago(entry.created_at))}
        </p>
        <div class="row">
          <button type="button" class="btn sm" onClick={() => void changeStatus(cardOf(entry), 'watching', changed)}>
            <Icon name="watching" />
            {w.home.start}
          </button>
          <button type="button" class="btn sm bare" onClick={another}>
            <Icon name="dice" />
            {w.home.another}
          </button>
        </div>
      </div>
    </article>
  )
}
