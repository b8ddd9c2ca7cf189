import { type Import, type Many, decideMany } from '../../core/imports'
import { sentence } from '../../core/problem'
import { place, setQuery } from '../../core/router'
import { complain, say } from '../../core/toasts'
import { w } from '../../words'

/** One decision for all rows that are open, and the filter by decision. */
export function ManyRows({ one, done }: { one: Import; done: () => void }) {
  const t = w.importing
  const decided = place.value.query.get('decided')
  const decide = async (decision: Many) => {
    try {
      await decideMany(one.id, decision)
      say(t.decidedAll)
      done()
    } catch (error) {
      complain(sentence(error))
    }
  }
  return (
    <div class="row wrap tools">
      {one.undecided > 0 && (
        <>
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
        </>
      )}
      <span class="row wrap push" role="group" aria-label={t.filter}>
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
  )
}
