import { signal } from '@preact/signals'
import { sentence } from '../core/problem'
import { discard, nameOf, sendAgain, unsent } from '../core/sending'
import { signOut } from '../core/session'
import { complain } from '../core/toasts'
import { Dialog } from './dialog'
import { waitingFor } from './bars'
import { w } from '../words'

const isLeaving = signal(false)

async function leaveNow(): Promise<void> {
  isLeaving.value = false
  try {
    await signOut()
  } catch (error) {
    complain(sentence(error))
  }
}

/** Sign out; asks first where that loses changes: what is on its way just now does not count. */
export async function leave(): Promise<void> {
  const { waiting, refused } = unsent.value
  if (refused.length || (waiting && (waitingFor.value || !navigator.onLine))) isLeaving.value = true
  else await leaveNow()
}

export function Leaving() {
  const t = w.unsent
  if (!isLeaving.value) return null
  const close = () => {
    isLeaving.value = false
  }
  return (
    <Dialog title={t.leaveTitle} close={close}>
      <p>{t.leaveMore(unsent.value.waiting + unsent.value.refused.length)}</p>
      <div class="row wrap">
        <button type="button" class="btn lamp" onClick={close}>
          {t.stay}
        </button>
        <button type="button" class="btn danger" onClick={() => void leaveNow()}>
          {t.leave}
        </button>
      </div>
    </Dialog>
  )
}

/** Changes of an earlier start that the service refused: shown until the person decides. */
export function Refused() {
  const t = w.unsent
  const { refused } = unsent.value
  if (!refused.length) return null
  return (
    <section class="box refused stack" aria-label={t.refusedTitle(refused.length)}>
      <h2>{t.refusedTitle(refused.length)}</h2>
      <p class="m">{t.refusedMore}</p>
      <ul class="plain lines">
        {refused.map((change) => (
          <li key={change.id} class="row wrap">
            <span>
              <b>{nameOf(change)}</b>
              <br />
              {change.refused}
            </span>
            <span class="row push">
              <button
                type="button"
                class="btn sm"
                aria-label={t.againOf(nameOf(change))}
                onClick={() => void sendAgain(change)}
              >
                {t.again}
              </button>
              <button
                type="button"
                class="btn sm"
                aria-label={t.discardOf(nameOf(change))}
                onClick={() => void discard(change)}
              >
                {t.discard}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
