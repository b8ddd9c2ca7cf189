import { useEffect, useRef, useState } from 'preact/hooks'
import { number } from '../../core/format'
import {
  type Import,
  type Options,
  RESULTS,
  readAgain,
  commit,
  discard,
  isDecided,
  isRunning,
  rollBack,
} from '../../core/imports'
import { sentence } from '../../core/problem'
import { href } from '../../core/root'
import { go } from '../../core/router'
import { complain } from '../../core/toasts'
import { Icon } from '../../ui/icon'
import { useSure } from '../../ui/sure'
import { w } from '../../words'
import { DownloadReport } from './download-report'
import { OptionFields, optionsOf } from './options'
import { Told, writtenBy } from './told'

/** Until it is taken over. */
const BEFORE: readonly string[] = ['queued', 'parsing', 'matching', 'preview']

interface Props {
  one: Import
  reload: () => void
  /** Whether the person says that the file is of another service. */
  isCorrecting: boolean
  corrected: () => void
}

/** What can be done with an import now: take it over, take it back, let it go. */
export function Acts({ one, reload, isCorrecting, corrected }: Props) {
  const t = w.importing
  const [isOverwriting, setOverwriting] = useState(false)
  const [sure, ask] = useSure()
  const act = async (send: () => Promise<unknown>, then: () => void = reload) => {
    try {
      await send()
      then()
    } catch (error) {
      complain(sentence(error))
    }
  }
  const isOver = one.state === 'committed' || one.state === 'rolled_back'
  const isBefore = BEFORE.includes(one.state)
  const letGo = () =>
    ask({
      title: isOver ? t.forgetSure : t.discardSure,
      text: isOver ? t.forgetMore : t.discardMore,
      label: isOver ? w.imports.forget : w.imports.discard,
      act: () =>
        void act(
          () => discard(one.id),
          () => go('/import'),
        ),
    })
  const written = writtenBy(one)
  const hasDates = one.warnings.some((warning) => warning.code.includes('date'))
  return (
    <aside class="box stack acts">
      {one.counts.rows ? <h2>{w.imports.accounted(one.counts.rows)}</h2> : null}
      <p class="s m">
        {sumOf(one)} {isBefore && w.imports.dropMore}
      </p>
      {one.state === 'preview' && <p class="s m">{t.rules}</p>}
      <Told one={one} />
      {one.state === 'preview' && (
        <>
          {hasDates && (
            <div class="stack">
              <p class="s">{w.imports.dates}</p>
              <div class="row wrap">
                {(['dmy', 'mdy'] as const).map((order) => (
                  <button
                    key={order}
                    type="button"
                    class="btn sm"
                    onClick={() => void act(() => readAgain(one.id, { ...one.options, date_order: order }))}
                  >
                    {w.imports[order]}
                  </button>
                ))}
              </div>
            </div>
          )}
          <Corrections
            one={one}
            isOpen={isCorrecting}
            send={(options) => {
              corrected()
              void act(() => readAgain(one.id, options))
            }}
          />
          <label class="opt">
            <input type="checkbox" checked={isOverwriting} onChange={() => setOverwriting(!isOverwriting)} />
            <span class="s">{w.imports.overwrite}</span>
          </label>
          {one.undecided > 0 && <p class="s m">{w.imports.takeRest}</p>}
          <button type="button" class="btn lamp" onClick={() => void act(() => commit(one.id, isOverwriting))}>
            <Icon name="upload" />
            {isDecided(one) ? w.imports.takeDecided(one.counts.ready ?? 0) : w.imports.take(one.counts.ready ?? 0)}
          </button>
        </>
      )}
      {Boolean(one.counts.rows) && !isRunning(one) && <DownloadReport one={one} />}
      {written && <p class="s">{one.state === 'rolled_back' ? t.takenBack(written) : w.imports.written(written)}</p>}
      {one.state === 'committed' && (
        <div class="row wrap">
          <a class="btn lamp" href={href('/list')}>
            {w.nav.list}
          </a>
          <button type="button" class="btn" onClick={() => void act(() => rollBack(one.id))}>
            <Icon name="undo" />
            {w.imports.takeBack}
          </button>
        </div>
      )}
      {!(isRunning(one) && ['committing', 'rolling_back'].includes(one.state)) && (
        <button type="button" class="btn bare" onClick={letGo}>
          {isOver ? w.imports.forget : w.imports.discard}
        </button>
      )}
      {sure}
    </aside>
  )
}

/** The rows of each result, added up: a person sees that none is missing. */
function sumOf({ counts }: Import): string {
  const parts = RESULTS.map((result) => counts[result] ?? 0).filter(Boolean)
  return parts.length > 1 ? `${parts.map(number).join(' + ')}.` : ''
}

/** What the person knows better of the file; it opens with the focus at the service the file is from. */
function Corrections({ one, isOpen, send }: { one: Import; isOpen: boolean; send: (options: Options) => void }) {
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (!isOpen || !box.current) return
    box.current.open = true
    box.current.querySelector('select')?.focus()
  }, [isOpen])
  return (
    <details ref={box}>
      <summary>{w.importing.options}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          send(optionsOf(event.currentTarget))
        }}
      >
        <OptionFields given={one.options} />
        <button type="submit" class="btn">
          {w.importing.apply}
        </button>
      </form>
    </details>
  )
}
