import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { ApiError, sentence } from '../core/problem'
import { w } from '../words'
import { textsOf } from './field'

/** What a person needs to know of a failure; where only the log of the service tells more, with the number to ask for it. */
function reasonOf(error: unknown): string {
  const id = error instanceof ApiError && error.status >= 500 ? error.problem.request_id : undefined
  return [sentence(error), id && `${w.states.requestId}: ${id}`].filter(Boolean).join(' ')
}

/** For forms that ask for one's own password again: says that it was wrong, as nothing else can be. */
export const passwordOrReason = (error: unknown): string =>
  error instanceof ApiError && error.code === 'invalid_credentials' ? w.account.wrongPassword : reasonOf(error)

/** A form that says why the service refused it, keeps what was typed, and is sent once at a time. */
export function Form(props: {
  send: (texts: Record<string, string>) => Promise<void>
  submit: ComponentChildren
  children: ComponentChildren
  class?: string
  explain?: (error: unknown) => string
}) {
  const [error, setError] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    if (isSending) return
    setSending(true)
    setError(null)
    try {
      await props.send(textsOf(form))
    } catch (reason) {
      setError((props.explain ?? reasonOf)(reason))
    }
    setSending(false)
  }
  return (
    <form class={props.class ?? 'stack'} onSubmit={send}>
      {props.children}
      {error && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <button type="submit" class="btn lamp" aria-disabled={isSending}>
        {props.submit}
      </button>
    </form>
  )
}
