import { useEffect, useRef, useState } from 'preact/hooks'
import { complainOf } from '../core/complaints'
import { number } from '../core/format'
import { untilTakenBack } from '../core/import-undo'
import { type Import, RESULTS, SOURCES, isRunning, readImport, resultShown, rollBack } from '../core/imports'
import { ApiError } from '../core/problem'
import { place, setQuery } from '../core/router'
import { say } from '../core/toasts'
import { changes } from '../core/viewers'
import type { ScreenProps } from '../routes'
import { RowBones } from '../ui/bones'
import { Heading } from '../ui/heading'
import { useLoad } from '../ui/load'
import { Failure } from '../ui/states'
import { w } from '../words'
import { Acts } from './import/acts'
import { Earlier, useImports } from './import/earlier'
import { Rows } from './import/rows'
import { Steps } from './import/steps'
import { Troubles } from './import/troubles'
import { useFollowing } from './import/following'
import { resultOf } from './import/told'

/** With these something of the person's has changed. */
const ENDS: readonly string[] = ['committed', 'rolled_back']

/** Say that it is taken over, with the way back, or that it is taken back. */
function tellEnd({ id, state }: Import): void {
  const takeBack = () => void rollBack(id).then(() => untilTakenBack(id), complainOf)
  say(w.imports.states[state] ?? state, state === 'committed' ? takeBack : undefined)
}

/** One import: what its rows will do, what nobody but the person can tell, and how far it is. */
export default function ImportScreen({ parts }: ScreenProps) {
  const id = parts.id ?? ''
  const { value, error, reload } = useLoad(`import ${id}`, (signal) => readImport(id, signal))
  const imports = useImports()
  const [isCorrecting, setCorrecting] = useState(false)
  const isBusy = value ? isRunning(value) : false
  useFollowing(isBusy, reload)
  const before = useRef<string | null>(null)
  useEffect(() => {
    if (value && ENDS.includes(value.state)) {
      changes.value++
      if (before.current) tellEnd(value)
    }
    before.current = value?.state ?? null
  }, [value?.state])
  if (error && !value) return <Failure isScreen error={error} retry={() => void reload()} />
  if (!value) return <RowBones />
  const hasRows = !isBusy && Boolean(value.counts.rows)
  const refresh = () => void reload()
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={w.imports.title} />
          <p class="m text">
            {factsOf(value).join(' · ')}{' '}
            {value.state === 'preview' && value.source && (
              <button type="button" class="link" onClick={() => setCorrecting(true)}>
                {w.imports.notRight}
              </button>
            )}
          </p>
        </div>
        <Steps at={stepOf(value)} />
      </div>
      {value.error && <Troubles error={new ApiError(409, value.error)} other={w.importing.advice.import_failed} />}
      {isBusy ? <Progress one={value} /> : hasRows && <Kinds one={value} />}
      <div class={hasRows ? 'look' : 'look bare'}>
        <Acts one={value} reload={refresh} isCorrecting={isCorrecting} corrected={() => setCorrecting(false)} />
        {hasRows && <Rows one={value} reload={refresh} />}
        <Earlier of={imports} beside={id} />
      </div>
    </>
  )
}

const nameOf = (source: string, state: string): string => {
  const name = SOURCES[source] ?? source
  return state === 'preview' ? w.imports.looksLike(name) : name
}

const factsOf = (one: Import): string[] =>
  [
    one.file_name,
    one.members.length > 1 && w.imports.files(one.members.length),
    w.imports.states[one.state] ?? one.state,
    one.source && nameOf(one.source, one.state),
  ].filter((fact): fact is string => Boolean(fact))

/** Looked at until it is taken over; what was taken over or back is at its end. */
const stepOf = ({ state }: Import): number =>
  ['committing', 'committed', 'rolling_back', 'rolled_back'].includes(state)
    ? state === 'committing'
      ? 2
      : 3
    : state === 'queued' || state === 'parsing'
      ? 0
      : 1

const Progress = ({ one }: { one: Import }) => (
  <div class="box stack" role="status">
    <b>{w.imports.states[one.state] ?? one.state}</b>
    <progress
      max={one.progress?.total || 1}
      value={one.progress?.done ?? 0}
      aria-label={w.imports.states[one.state] ?? one.state}
    />
    <p class="s m">
      {one.progress?.total ? w.imports.progress(number(one.progress.done), number(one.progress.total)) : ''}{' '}
      {w.imports.started}
    </p>
  </div>
)

function Kinds({ one }: { one: Import }) {
  const chosen = resultShown(one, place.value.query)
  const shown = RESULTS.filter((result) => one.counts[result])
  return (
    <div class="kinds" role="group" aria-label={w.imports.accounted(one.counts.rows ?? 0)}>
      {shown.map((result) => (
        <button
          key={result}
          type="button"
          class="box"
          aria-pressed={chosen === result}
          onClick={() => setQuery({ result: chosen === result ? null : result })}
        >
          <span class={`k ${result}`}>{number(one.counts[result] ?? 0)}</span>
          <span class="s">{resultOf(result, one.state)}</span>
        </button>
      ))}
    </div>
  )
}
