import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ApiError, isNothing, sentence } from '../core/problem'
import { say } from '../core/toasts'
import { w } from '../words'
import { Heading } from './heading'
import { Icon } from './icon'

/** Nothing for 300 ms, then its children: what comes at once needs no bones. */
export function Late({ children }: { children: ComponentChildren }) {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return isLate ? <div aria-busy="true">{children}</div> : null
}

export const Bones = ({ count = 12 }: { count?: number }) => (
  <Late>
    <span class="vh">{w.common.loading}</span>
    <div class="grid">
      {Array.from({ length: count }, (_, at) => (
        <div key={at}>
          <div class="bone pb" />
          <div class="bone l1" />
          <div class="bone l2" />
        </div>
      ))}
    </div>
  </Late>
)

export const Empty = (props: { title: string; text?: string; children?: ComponentChildren }) => (
  <div class="box empty">
    <h2>{props.title}</h2>
    {props.text && <p class="m">{props.text}</p>}
    {props.children && <div class="row wrap mid">{props.children}</div>}
  </div>
)

/** Selected by a tap, and copied where the browser allows it: on plain http it does not. */
const CopyId = ({ id }: { id: string }) => (
  <button
    type="button"
    class="link"
    title={w.viewing.copyId}
    onClick={(event) => {
      getSelection()?.selectAllChildren(event.currentTarget)
      void navigator.clipboard?.writeText(id).then(() => say(w.common.copied))
    }}
  >
    <code>{id}</code>
  </button>
)

interface FailureProps {
  error: unknown
  retry?: () => void
  /** Whether there is nothing else on the screen. */
  isScreen?: boolean
}

/** Why something failed, what to do, and the id by which an administrator finds it in the log. */
export function Failure({ error, retry, isScreen }: FailureProps) {
  const problem = error instanceof ApiError ? error.problem : {}
  const isMissing = isNothing(error)
  const title = isMissing ? w.states.notFound : (!w.problems && problem.title) || w.states.failed
  return (
    <div class="box empty" role="alert">
      {isScreen ? <Heading title={title} /> : <h2>{title}</h2>}
      <p class="m">{isMissing ? w.states.notFoundMore : sentence(error)}</p>
      {problem.request_id && !isMissing && (
        <p class="s m">
          {w.states.requestId} <CopyId id={problem.request_id} />
        </p>
      )}
      {retry && !isMissing && (
        <button type="button" class="btn" onClick={retry}>
          <Icon name="undo" />
          {w.common.retry}
        </button>
      )}
    </div>
  )
}
