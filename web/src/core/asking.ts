// How requests are sent: what is waited for, what is sent again, what a person has to do first.
import { ApiError, isAbort } from './problem'

export interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** What stands between a request and its response: shown in a bar. `until` is a time in milliseconds. */
export interface Waiting {
  reason: 'unreachable' | 'limited'
  until: number
  now: () => void
}

export interface Surroundings {
  /** Lets a person sign in again; resolves to whether they did. */
  signIn(): Promise<boolean>
  /** Shows that something is waited for; null ends it. */
  show(waiting: Waiting | null): void
}

const LONGEST_PAUSE = 30
/** Codes of 401 that signing in again does not help. */
const OF_NO_SESSION = ['invalid_credentials', 'invalid_reset_token', 'tmdb_token_rejected']

let surroundings: Surroundings = { signIn: async () => false, show: () => undefined }
export const askWithin = (given: Surroundings): void => {
  surroundings = given
}

/** What is waited for now: by the request that waits. The bar shows one line for all, and goes when nothing is left. */
const waits = new Map<object, Waiting>()

function showWaits(): void {
  const all = [...waits.values()]
  const [first] = all
  if (!first) surroundings.show(null)
  else
    surroundings.show({
      reason: first.reason,
      until: Math.min(...all.map(({ until }) => until)),
      now: () => {
        for (const one of all) one.now()
      },
    })
}

function endWait(of: object): void {
  if (waits.delete(of)) showWaits()
}

/** Seconds before the try with this number, from 0: 1, 2, 4 … 30. */
export const pauseBefore = (attempt: number): number => Math.min(2 ** attempt, LONGEST_PAUSE)

/**
 * Send a request until it is answered, and return its body. A service that can't be reached or is too busy is asked
 * again, so `send` must be repeatable: changes have an Idempotency-Key made outside of it.
 * @throws {ApiError} for every other failure.
 */
export async function ask<T>(send: () => Promise<Answer<T>>, signal?: AbortSignal): Promise<T> {
  return (await askWhole(send, signal)).data as T
}

/** As `ask`, with the response, whose headers tell more. */
export async function askWhole<T>(send: () => Promise<Answer<T>>, signal?: AbortSignal): Promise<Answer<T>> {
  const wait = {}
  try {
    return await askUntilAnswered(send, wait, signal)
  } finally {
    endWait(wait)
  }
}

async function askUntilAnswered<T>(
  send: () => Promise<Answer<T>>,
  wait: object,
  signal?: AbortSignal,
): Promise<Answer<T>> {
  let hasSignedIn = false
  for (let attempt = 0; ; attempt++) {
    const answer = await answerOf(send)
    if (!(answer instanceof ApiError)) return answer
    signal?.throwIfAborted()
    if (answer.status === 401 && !OF_NO_SESSION.includes(answer.code) && !hasSignedIn) {
      hasSignedIn = await surroundings.signIn()
      signal?.throwIfAborted()
      if (hasSignedIn) continue
    }
    const seconds = pauseOf(answer, attempt)
    if (seconds === null) throw answer
    await waited(wait, seconds, answer.status === 429 ? 'limited' : 'unreachable', signal)
  }
}

function pauseOf(error: ApiError, attempt: number): number | null {
  if (error.code === 'idempotency_key_in_use' && attempt < 5) return pauseBefore(attempt)
  if (error.status === 429 && error.retryAfter !== null && error.retryAfter <= 120) return error.retryAfter
  const isProxys = (error.status === 502 || error.status === 504) && !error.code
  const isAway = error.status === 0 || isProxys || error.code === 'service_unavailable'
  return isAway ? pauseBefore(attempt) : null
}

async function answerOf<T>(send: () => Promise<Answer<T>>): Promise<Answer<T> | ApiError> {
  try {
    const answer = await send()
    if (answer.response.ok) return answer
    const after = Number(answer.response.headers.get('Retry-After') ?? NaN)
    const problem = answer.error && typeof answer.error === 'object' ? answer.error : {}
    return new ApiError(answer.response.status, problem, Number.isNaN(after) ? null : after)
  } catch (error) {
    if (isAbort(error)) throw error
    if (error instanceof TypeError) return new ApiError(0, {})
    throw error
  }
}

function waited(wait: object, seconds: number, reason: Waiting['reason'], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', give)
      resolve()
    }
    const give = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(end, seconds * 1000)
    signal?.addEventListener('abort', give)
    waits.set(wait, { reason, until: Date.now() + seconds * 1000, now: end })
    showWaits()
  })
}
