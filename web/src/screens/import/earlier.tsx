import { ago } from '../../core/format'
import { type Import, isRunning, readImports, rollBack } from '../../core/imports'
import type { Page } from '../../core/list'
import { sentence } from '../../core/problem'
import { href } from '../../core/root'
import { complain } from '../../core/toasts'
import { Icon } from '../../ui/icon'
import { type Loaded, useLoad } from '../../ui/load'
import { w } from '../../words'
import { useFollowing } from './following'

const SHOWN = 6

/** The imports of the person, followed while one of them is under way. */
export function useImports(): Loaded<Page<Import>> {
  const loaded = useLoad('imports', readImports)
  useFollowing(loaded.value?.items.some(isRunning) ?? false, loaded.reload)
  return loaded
}

/** The imports there were: all of them with the way to one's own data, or those beside the one that is looked at. */
export function Earlier({ of, beside }: { of: Loaded<Page<Import>>; beside?: string }) {
  const { value, error, reload } = of
  const others = (value?.items ?? []).filter(({ id }) => id !== beside)
  const shown = beside ? others.slice(0, SHOWN) : others
  return (
    <aside class="box stack earlier">
      <h2>{w.imports.earlier}</h2>
      {error && !value ? <p class="m">{sentence(error)}</p> : null}
      {value && !shown.length && <p class="m s">{beside ? w.imports.noOthers : w.imports.none}</p>}
      <ul class="plain lines">
        {shown.map((one) => (
          <Line key={one.id} one={one} reload={reload} />
        ))}
      </ul>
      {beside ? (
        <a class="btn" href={href('/import')}>
          <Icon name="upload" />
          {w.imports.another}
        </a>
      ) : (
        <a class="btn" href={href('/export')}>
          <Icon name="download" />
          {w.imports.toExport}
        </a>
      )}
    </aside>
  )
}

function Line({ one, reload }: { one: Import; reload: () => Promise<void> }) {
  const state = w.imports.states[one.state] ?? one.state
  const takeBack = async () => {
    try {
      await rollBack(one.id)
      await reload()
    } catch (error) {
      complain(sentence(error))
    }
  }
  return (
    <li>
      <div class="row">
        <div class="n">
          <a href={href(`/import/${one.id}`)}>{one.file_name}</a>
          <div class="s m">
            {[state, one.counts.rows && w.imports.rows(one.counts.rows), ago(one.created_at)]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </div>
        {one.state === 'committed' && (
          <button
            type="button"
            class="btn sm push"
            aria-label={w.imports.takeBackOf(one.file_name)}
            onClick={() => void takeBack()}
          >
            <Icon name="undo" />
            {w.imports.takeBack}
          </button>
        )}
      </div>
      {isRunning(one) && one.progress && (
        <progress max={one.progress.total ?? 1} value={one.progress.done} aria-label={state} />
      )}
    </li>
  )
}
