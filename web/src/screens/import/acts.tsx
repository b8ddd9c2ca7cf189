import { useState } from 'preact/hooks'
import { type Import, readAgain, commit, discard, isRunning, rollBack } from '../../core/imports'
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

/** What can be done with an import now: take it over, take it back, let it go. */
export function Acts({ one, reload }: { one: Import; reload: () => void }) {
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
    <aside class="box stack">
      {one.counts.rows ? <h2>{w.imports.accounted(one.counts.rows)}</h2> : null}
      <p class="s m">{w.imports.dropMore}</p>
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
          <details>
            <summary>{t.options}</summary>
            <form
              class="stack"
              onSubmit={(event) => {
                event.preventDefault()
                const options = optionsOf(event.currentTarget)
                void act(() => readAgain(one.id, options))
              }}
            >
              <OptionFields given={one.options} />
              <button type="submit" class="btn">
                {t.apply}
              </button>
            </form>
          </details>
          <label class="opt">
            <input type="checkbox" checked={isOverwriting} onChange={() => setOverwriting(!isOverwriting)} />
            <span class="s">{w.imports.overwrite}</span>
          </label>
          {one.undecided > 0 && <p class="s m">{w.imports.takeRest}</p>}
          <button type="button" class="btn lamp" onClick={() => void act(() => commit(one.id, isOverwriting))}>
            <Icon name="upload" />
            {w.imports.take(one.counts.ready ?? 0)}
          </button>
        </>
      )}
      {Boolean(one.counts.rows) && !isRunning(one) && <DownloadReport one={one} />}
      {written && <p class="s">{w.imports.written(written)}</p>}
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
