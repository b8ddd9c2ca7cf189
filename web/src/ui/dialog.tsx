import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { w } from '../words'
import { Icon } from './icon'

/** Whether somebody has typed something in it: a stray tap beside it does not throw that away. */
const isTypedIn = (dialog: HTMLElement): boolean =>
  [...dialog.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input.t, textarea')].some(
    (field) => field.value !== field.defaultValue,
  )

/** A dialog over the page; the browser keeps focus inside, Escape closes it, and focus returns to where it was. */
export function Dialog(props: { title: string; close: () => void; children: ComponentChildren; wide?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    dialog.current?.showModal()
    return () => before?.isConnected && before.focus()
  }, [])
  return (
    <dialog
      ref={dialog}
      class={props.wide ? 'wide' : undefined}
      aria-label={props.title}
      onClose={props.close}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={({ target, currentTarget }) => target === currentTarget && !isTypedIn(currentTarget) && props.close()}
    >
      <div class="dialog stack">
        <div class="row">
          <h2>{props.title}</h2>
          <button type="button" class="btn bare sq push" aria-label={w.common.close} onClick={props.close}>
            <Icon name="close" />
          </button>
        </div>
        {props.children}
      </div>
    </dialog>
  )
}
