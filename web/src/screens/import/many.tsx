import { complainOf } from '../../core/complaints'
import { type Import, type Many, decideMany } from '../../core/imports'
import { place, setQuery } from '../../core/router'
import { say } from '../../core/toasts'
import { w } from '../../words'

/** How many rows are open, the filter by decision, and one decision for all of them. */
export function ManyRows({ one, done }: { one: Import; done: () => void }) {
  const t = w.importing
  const decided = place.value.query.get('decided')
  const decide = async (decision: Many) => {
    try {
      const open = await decideMany(one.id, decision)
      say(
        t.decidedAll,
        () =>
          void open()
            .then(() => say(w.did.undone), complainOf)
            .then(done),
      )
      done()
    } catch (error) {
      complainOf(error)
    }
  }
  return (
    <>
      <div class="head wrap">
        {one.undecided > 0 && <h2>{w.imports.choose(one.undecided)}</h2>}
        <span class="row push" role="group" aria-label={t.filter}>
          {(
            [
              ['false', t.onlyOpen],
              ['true', t.onlyDecided],
            ] as const
          ).map(([value, text]) => (
            <button
              key={value}
              type="button"
              class="chip"
              aria-pressed={decided === value}
              onClick={() => setQuery({ decided: decided === value ? null : value })}
            >
              {text}
            </button>
          ))}
        </span>
      </div>
      {one.undecided > 1 && (
        <div class="row wrap tools">
          <b class="s">{t.all(one.undecided)}:</b>
          <button type="button" class="btn sm" onClick={() => void decide('best')}>
            {t.best}
          </button>
          <button type="button" class="btn sm" onClick={() => void decide('new_title')}>
            {t.own}
          </button>
          <button type="button" class="btn sm" onClick={() => void decide('skip')}>
            {t.skip}
          </button>
        </div>
      )}
    </>
  )
}
