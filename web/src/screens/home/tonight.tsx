import { useRef, useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { MediaType, WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { cardOf } from '../../core/entries'
import { ago, runtime, yearOf } from '../../core/format'
import { ApiError } from '../../core/problem'
import { href } from '../../core/root'
import { changeStatus } from '../../core/undoable'
import { w } from '../../words'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Poster } from '../../ui/poster'
import { Failure } from '../../ui/states'

const TIMES = [90, 120, 0]
const MOST_EXCLUDED = 100
const BESIDE = 3

interface Choice {
  time: number
  kind: MediaType | ''
}

async function pick(
  { time, kind }: Choice,
  exclude: readonly string[],
  signal: AbortSignal,
): Promise<WatchEntry | null> {
  const query = { exclude: [...exclude], ...(time ? { runtime_to: time } : {}), ...(kind ? { media_type: kind } : {}) }
  try {
    return await ask(() => api.GET('/api/v1/watchlist/pick', { params: { query }, signal }), signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/** One of the planned titles, by the time at hand, as the service picks it; all others come before one comes again. */
export function Tonight({ planned, changed }: { planned: number; changed: () => void }) {
  const t = w.stopped
  const [choice, setChoice] = useState<Choice>({ time: 0, kind: '' })
  const [round, setRound] = useState(0)
  const shown = useRef<string[]>([])
  const read = async (signal: AbortSignal) => {
    const fresh = await pick(choice, shown.current, signal)
    const found = fresh ?? (shown.current.length ? await pick(choice, [], signal) : null)
    shown.current = [...(fresh ? shown.current : []), ...(found ? [found.id] : [])].slice(-MOST_EXCLUDED)
    return { entry: found }
  }
  const { value, error, reload } = useLoad(`tonight ${choice.time} ${choice.kind} ${round} ${planned}`, read)
  const choose = (change: Partial<Choice>) => {
    shown.current = []
    setChoice({ ...choice, ...change })
  }
  const another = () => setRound(round + 1)
  return (
    <section class="tonight" aria-labelledby="tonight">
      <div>
        <h2 id="tonight">{w.home.tonight}</h2>
        <p>{planned ? w.home.tonightMore(planned) : w.home.tonightNone}</p>
        {!planned && (
          <a class="btn lamp" href={href('/browse')}>
            <Icon name="search" />
            {w.nav.browse}
          </a>
        )}
        {planned > 0 && (
          <div class="row wrap">
            <span class="seg" role="group" aria-label={w.home.time}>
              {TIMES.map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={choice.time === one}
                  onClick={() => choose({ time: one })}
                >
                  {w.home.times[one]}
                </button>
              ))}
            </span>
            <span class="seg" role="group" aria-label={t.kind}>
              {(['movie', 'show', 'anime', ''] as const).map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={choice.kind === one}
                  onClick={() => choose({ kind: one })}
                >
                  {one ? w.kindsMany[one] : t.anyKind}
                </button>
              ))}
            </span>
            <button type="button" class="btn lamp" onClick={another}>
              <Icon name="dice" />
              {w.home.pick}
            </button>
          </div>
        )}
      </div>
      {planned > 0 &&
        (error ? (
          <Failure error={error} retry={() => void reload()} />
        ) : value?.entry ? (
          <Pick entry={value.entry} another={another} changed={changed} />
        ) : (
          value && <p>{w.home.nothingFits}</p>
        ))}
      {value?.entry && planned > BESIDE && <Beside time={choice.time} without={value.entry.id} />}
    </section>
  )
}

/** Some more that fit, for those who would rather choose. */
function Beside({ time, without }: { time: number; without: string }) {
  const { value } = useLoad(`beside ${time}`, (signal) =>
    ask(
      () =>
        api.GET('/api/v1/watchlist', {
          params: { query: { status: ['planned'], limit: 10, ...(time ? { runtime_to: time } : {}) } },
          signal,
        }),
      signal,
    ),
  )
  const others = (value?.items ?? []).filter((entry) => entry.id !== without).slice(0, BESIDE)
  if (!others.length) return null
  return (
    <div class="also no-phone">
      <span class="s">{w.home.alsoFits}</span>
      <div class="row">
        {others.map((entry) => (
          <a key={entry.id} href={href(`/titles/${entry.title.id}`)} aria-label={entry.title.title}>
            <Poster title={entry.title} width={154} />
          </a>
        ))}
      </div>
    </div>
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
