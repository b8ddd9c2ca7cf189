import type { Problem } from '../api/types'
import { w } from '../words'
import { said } from '../words/problems'

/** A request that failed. `status` is 0 where there was no response. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail ?? problem.title ?? (status ? w.states.refused(status) : w.states.noAnswer))
    this.name = 'ApiError'
  }

  get code(): string {
    // A proxy on the way refuses what is too large without a word.
    return this.problem.code ?? (this.status === 413 ? 'payload_too_large' : '')
  }
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

/** Whether there is no such thing: nothing has this id, or the address has none at its place. */
export const isNothing = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 404 ||
    (error.status === 422 && (error.problem.errors ?? []).some(({ pointer }) => pointer.startsWith('/path/'))))

const fieldOf = (problem: NonNullable<Problem['errors']>[number]): string => problem.pointer.split('/').at(-1) ?? ''

/** The first sentence a person needs of an error: of one field where the service names it. */
export function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error)
  const fields = error.problem.errors ?? []
  if (w.problems && error.status)
    return said(
      w.problems,
      error.status,
      error.code,
      fields.map((field) => ({ name: fieldOf(field), code: field.code })),
    )
  return fields.length ? fields.map((field) => field.detail).join(' ') : error.message
}
