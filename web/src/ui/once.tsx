import { useRef } from 'preact/hooks'
import { say } from '../core/toasts'
import { w } from '../words'
import { Icon } from './icon'

/** A secret that is shown once, with a button that copies it; on plain http the browser has no clipboard: it is selected. */
export function Once({ label, text }: { label: string; text: string }) {
  const input = useRef<HTMLInputElement>(null)
  const copy = async () => {
    input.current?.select()
    await navigator.clipboard?.writeText(text)
    say(w.common.copied)
  }
  return (
    <div class="box once stack">
      <p>{label}</p>
      <div class="row">
        <input
          ref={input}
          class="t"
          readOnly
          value={text}
          aria-label={label}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="btn" onClick={() => void copy()}>
          <Icon name="link" />
          {w.common.copy}
        </button>
      </div>
    </div>
  )
}
