import { useState } from 'preact/hooks'
import { keep } from '../../core/kept'
import { href } from '../../core/root'
import { place, setQuery } from '../../core/router'
import { w } from '../../words'
import { Icon } from '../../ui/icon'
import { useLast, useLoad } from '../../ui/load'
import { Failure } from '../../ui/states'
import { type Choice, KINDS, TIMES, readChoice, readFitting } from './fitting'
import { Beside, Pick } from './pick'

interface Props {
  planned: number
  changed: () => void
}

/** One of the planned titles, by the time at hand, as the service picks it; all others come before one comes again. */
export function Tonight({ planned, changed }: Props) {
  return (
    <section class="tonight" aria-labelledby="tonight">
      {planned ? <Planned planned={planned} changed={changed} /> : <NothingPlanned />}
    </section>
  )
}

const NothingPlanned = () => (
  <div>
    <h2 id="tonight">{w.home.tonight}</h2>
    <p>{w.home.tonightNone}</p>
    <a class="btn lamp" href={href('/browse')}>
      <Icon name="search" />
      {w.nav.browse}
    </a>
  </div>
)

function Planned({ planned, changed }: Props) {
  const choice = readChoice(place.value.query)
  const [left] = useState(() => keep('tonight', () => ({ round: 0, shown: [] as string[] })))
  const [round, setRound] = useState(left.round)
  const read = async (signal: AbortSignal) => {
    const fitting = await readFitting(choice, left.shown, signal)
    const { entry } = fitting
    if (entry) left.shown = [...(left.shown.includes(entry.id) ? [] : left.shown), entry.id]
    return fitting
  }
  const key = `tonight ${choice.time} ${choice.kind} ${round} ${planned}`
  const { value, error, reload } = useLoad(key, read, { isLeftAsItWas: true })
  const fitting = useLast(value)
  const choose = (query: Record<string, string | null>) => {
    left.shown = []
    setQuery(query, { push: true })
  }
  const another = () => setRound(++left.round)
  return (
    <>
      <div>
        <h2 id="tonight">{w.home.tonight}</h2>
        <p>{w.home.tonightMore(planned)}</p>
        <div class="row wrap">
          <Times choice={choice} choose={choose} />
          <button type="button" class="btn lamp" onClick={another}>
            <Icon name="dice" />
            {w.home.pick}
          </button>
          <Kinds choice={choice} choose={choose} />
        </div>
      </div>
      {error ? (
        <Failure error={error} retry={() => void reload()} />
      ) : fitting?.entry ? (
        <Pick entry={fitting.entry} another={another} changed={changed} />
      ) : (
        fitting && <p>{w.home.nothingFits}</p>
      )}
      {fitting?.entry && fitting.beside.length > 0 && <Beside entries={fitting.beside} />}
    </>
  )
}

interface Choosing {
  choice: Choice
  choose: (query: Record<string, string | null>) => void
}

const Times = ({ choice, choose }: Choosing) => (
  <span class="seg" role="group" aria-label={w.home.time}>
    {TIMES.map((time) => (
      <button
        key={time}
        type="button"
        aria-pressed={choice.time === time}
        onClick={() => choose({ time: time ? String(time) : null })}
      >
        {w.home.times[time]}
      </button>
    ))}
  </span>
)

const Kinds = ({ choice, choose }: Choosing) => (
  <span class="seg" role="group" aria-label={w.stopped.kind}>
    {KINDS.map((kind) => (
      <button key={kind} type="button" aria-pressed={choice.kind === kind} onClick={() => choose({ kind })}>
        {kind ? w.kindsMany[kind] : w.stopped.anyKind}
      </button>
    ))}
  </span>
)
