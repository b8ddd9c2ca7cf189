import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { w } from '../words'
import { Dialog } from './dialog'

export interface Question {
  title: string
  text: string
  /** What the button says that does it. */
  label: string
  act: () => void
}

/** Asks before what can't be taken back: the dialog to draw, and how to open it. */
export function useSure(): [ComponentChildren, (question: Question) => void] {
  const [asked, setAsked] = useState<Question | null>(null)
  const close = () => setAsked(null)
  const dialog = asked && (
    <Dialog title={asked.title} close={close}>
      <p>{asked.text}</p>
      <div class="row wrap">
        <button type="button" class="btn" autofocus onClick={close}>
          {w.common.cancel}
        </button>
        <button
          type="button"
          class="btn danger"
          onClick={() => {
            close()
            asked.act()
          }}
        >
          {asked.label}
        </button>
      </div>
    </Dialog>
  )
  return [dialog, setAsked]
}
