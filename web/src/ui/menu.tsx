import type { ComponentChildren } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'

export interface Choice {
  label: ComponentChildren
  pick: () => void
  isChosen?: boolean
  isDanger?: boolean
}

/** A button that opens a list of choices: arrow keys move, Escape closes, a click beside it too. Only an open one has its choices: a list has hundreds. */
export function Menu(props: {
  label?: string
  class?: string
  children: ComponentChildren
  choices: () => Choice[] | (Choice | null)[]
}) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])]

  const place = (event: ToggleEvent) => {
    const [popup, anchor] = [list.current, button.current]
    if (event.newState !== 'open' || !popup || !anchor) return
    const at = anchor.getBoundingClientRect()
    const left = Math.max(8, Math.min(at.left, innerWidth - popup.offsetWidth - 8))
    const isBelow = at.bottom + popup.offsetHeight + 8 < innerHeight
    popup.style.left = `${left}px`
    popup.style.top = `${Math.max(8, isBelow ? at.bottom + 4 : at.top - popup.offsetHeight - 4)}px`
    ;(buttons().find((one) => one.getAttribute('aria-checked') === 'true') ?? buttons()[0])?.focus()
  }
  const move = (event: KeyboardEvent) => {
    const all = buttons()
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    event.stopPropagation()
    if (event.key === 'Tab') list.current?.hidePopover()
    if (to === undefined) return
    event.preventDefault()
    all.at(to % all.length)?.focus()
  }
  const choose = (choice: Choice) => {
    list.current?.hidePopover()
    button.current?.focus()
    choice.pick()
  }
  const choices = isOpen ? props.choices() : []
  const isRadio = choices.some((choice) => choice?.isChosen !== undefined)
  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.class ?? 'btn'}
        aria-label={props.label}
        aria-haspopup="menu"
        popovertarget={id}
      >
        {props.children}
      </button>
      <div
        ref={list}
        id={id}
        class="menu"
        role="menu"
        popover="auto"
        onBeforeToggle={(event: ToggleEvent) => setOpen(event.newState === 'open')}
        onToggle={place}
        onKeyDown={move}
      >
        {choices.map((choice, at) =>
          choice ? (
            <button
              key={at}
              type="button"
              role={isRadio ? 'menuitemradio' : 'menuitem'}
              aria-checked={isRadio ? Boolean(choice.isChosen) : undefined}
              class={choice.isDanger ? 'danger' : undefined}
              onClick={() => choose(choice)}
            >
              {choice.label}
            </button>
          ) : null,
        )}
      </div>
    </>
  )
}
