import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { copyFrom } from '../core/answers'
import type { Waiting } from '../core/asking'
import { ago, clock } from '../core/format'
import { unsent } from '../core/sending'
import { close, pause, resume, toast, undoNow } from '../core/toasts'
import { w } from '../words'
import { Icon } from './icon'

export const waitingFor = signal<Waiting | null>(null)

/** The sentence about the last change. */
export const Bars = () => (
  <>
    <div class="toasts" role="status" aria-live="polite">
      {toast.value && <ToastBar key={toast.value.id} />}
    </div>
  </>
)

function ToastBar() {
  const shown = toast.value
  if (!shown) return null
  const { undo, more } = shown
  const goOn = () => {
    close()
    more?.act()
  }
  return (
    <div
      class={shown.isError ? 'toast error' : 'toast'}
      onMouseEnter={pause}
      onMouseLeave={resume}
      onFocusIn={pause}
      onFocusOut={resume}
    >
      {shown.isError && <Icon name="warn" />}
      <span>{shown.text}</span>
      {more && (
        <button type="button" onClick={goOn}>
          {more.label}
        </button>
      )}
      {undo && (
        <button type="button" onClick={() => undoNow(undo)}>
          {w.common.undo}
        </button>
      )}
    </div>
  )
}

/** What is waited for, in the head, which it makes higher. */
export const WaitingBar = () => waitingFor.value && <Waits waiting={waitingFor.value} />

function Waits({ waiting }: { waiting: Waiting }) {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    addEventListener('online', waiting.now)
    return () => {
      clearInterval(timer)
      removeEventListener('online', waiting.now)
    }
  }, [waiting])
  const count = unsent.value.waiting
  const seconds = Math.max(0, Math.ceil((waiting.until - now) / 1000))
  return (
    <div class="waiting" role="status">
      <Icon name="warn" />
      <span>
        {w.states[waiting.reason]} {count > 0 && w.unsent.waiting(count)}
      </span>
      <span aria-hidden="true" class="num">
        {w.states.nextTry(seconds)}
      </span>
      <button type="button" class="btn sm" onClick={waiting.now}>
        {w.common.tryNow}
      </button>
    </div>
  )
}

/** That what is shown is a copy, and since when it is. */
export function CopyBar() {
  const at = copyFrom.value
  if (at === null) return null
  const since = w.offline.at(ago(new Date(at).toISOString()), clock(new Date(at)))
  return (
    <p class="copy" role="status">
      <Icon name="warn" />
      {navigator.onLine ? w.offline.away(since) : w.offline.bar(since)}
    </p>
  )
}
