import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { sentence } from '../core/problem'
import { textsOf } from './field'

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
      setError((props.explain ?? sentence)(reason))
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
