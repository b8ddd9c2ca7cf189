// Which changes wait for the network in the browser's store, and how they are sent.
import { signal } from '@preact/signals'
import type { Problem, Viewer } from '../api/types'
import { w } from '../words'
import { askWhole } from './asking'
import { changeKey } from './change-key'
import { partText } from './clash'
import { type Change, Outbox } from './outbox'
import { isOfAnotherVersion, type Part, unversioned } from './guard'
import { ApiError, sentence } from './problem'
import { ROOT } from './root'
import { unsentChanges } from './store'
import { say } from './toasts'
import { changes, showViewer } from './viewers'

/** What a person has and may change without network. What shows a secret, asks for a password or is an administrator's is not kept. */
const KEPT =
  /\/api\/v1\/((watchlist|ratings|plays|reviews|tags|positions)(\/|$)|lists(\/[^/]+(\/items.*)?)?$|titles\/[^/]+\/(watch|unwatch|marks|reviews)|operations\/[^/]+\/undo$|auth\/me\/preferences$)/
const HEADERS = ['Content-Type', 'Idempotency-Key', 'If-Match', 'X-Watchkeeper-Page']
/** The service knows a key for a day. A change that may have arrived is not sent again later than this, in milliseconds. */
const KNOWN_FOR = 23 * 3_600_000

/** What is not sent yet: how much waits, and what was refused. */
export const unsent = signal<{ waiting: number; refused: readonly Change[] }>({ waiting: 0, refused: [] })

export interface Shown {
  titleId: string
  viewer: Viewer
  /** What was seen before, and which part of it the change is about. */
  seen: Viewer
  part: Part
}
/** What changes are about, by their keys. */
const about = new Map<string, { what: string; shown?: Shown }>()

/** A header that names one change, so that sending it twice makes it once; and what it is, for when it is sent later. */
export function once(what = '', shown?: Shown): { 'Idempotency-Key': string } {
  const key = changeKey()
  if (what) about.set(key, { what, ...(shown ? { shown } : {}) })
  return { 'Idempotency-Key': key }
}

/** Whether a change of a title is on its way, or waits. */
export const isWaiting = (titleId: string): boolean =>
  outbox.waiting.some(({ change }) => (change.shown as Shown | undefined)?.titleId === titleId)

let accountOf: () => string | null = () => null
let count = 0

const outbox = new Outbox({
  readAll: () => unsentChanges.readAll<Change>(),
  has: async (id) => (await unsentChanges.read(id)) !== undefined,
  write: (change) => unsentChanges.write(change.id, change),
  remove: (id) => unsentChanges.remove(id),
  deliver,
  reasonOf,
  doubtOf: ({ triedAt }) => (triedAt !== undefined && Date.now() - triedAt > KNOWN_FOR ? w.unsent.doubt : null),
  anew: async (change) => madeFrom(change, change.shown ? await viewerNow(change.shown as Shown) : undefined),
  changed: publish,
})

function publish(): void {
  unsent.value = { waiting: outbox.waiting.length, refused: outbox.refused }
  if (outbox.waiting.length || !outbox.sentLater) return
  say(w.unsent.sent(outbox.sentLater))
  outbox.sentLater = 0
  changes.value++
}

async function deliver(change: Change, signal: AbortSignal): Promise<Response> {
  let response: Response | undefined
  try {
    await askWhole(async () => {
      if (change.triedAt === undefined && navigator.onLine) {
        change.triedAt = Date.now()
        await unsentChanges.write(change.id, change)
      }
      const { method, headers, body } = change
      response = await fetch(change.path, { method, headers, body, credentials: 'same-origin', signal })
      return response.ok ? { response } : { response, error: await memberOf(response) }
    }, signal)
  } catch (error) {
    const isRefused = error instanceof ApiError && error.status !== 401
    if (!isRefused || !response) throw error
  }
  return response as Response
}

const memberOf = (response: Response): Promise<unknown> =>
  response
    .clone()
    .json()
    .catch(() => undefined)

/** Why an answer refuses the whole, or the first part of a bulk; null for a success. */
async function errorOf(response: Response): Promise<ApiError | null> {
  const body = (await memberOf(response)) as
    | (Partial<Problem> & { items?: { error?: Partial<Problem> | null }[] })
    | undefined
  if (!response.ok) return new ApiError(response.status, body ?? {})
  const error = Array.isArray(body?.items) ? body.items.find((item) => item.error)?.error : undefined
  return error ? new ApiError(error.status ?? 422, error) : null
}

async function reasonOf(response: Response, change: Change): Promise<string | null> {
  const error = await errorOf(response)
  if (!error) return null
  return change.shown && isOfAnotherVersion(error) ? clashOf(change) : sentence(error)
}

async function viewerNow({ titleId }: Shown): Promise<Viewer> {
  const { data } = await askWhole(async () => {
    const response = await fetch(`${ROOT}api/v1/titles/${titleId}`, { credentials: 'same-origin' })
    const body = await memberOf(response)
    return response.ok ? { response, data: body as { viewer: Viewer } } : { response, error: body }
  })
  return (data as { viewer: Viewer }).viewer
}

/** Somebody changed the title since this was made. Where it was something else of it, it is sent all the same. */
async function clashOf(change: Change): Promise<string | null> {
  const shown = change.shown as Shown
  const theirs = await viewerNow(shown)
  if (theirs[shown.part] === shown.viewer[shown.part]) return null
  if (theirs[shown.part] === shown.seen[shown.part])
    return reasonOf(await deliver(madeFrom(change, theirs), new AbortController().signal), {
      ...change,
      shown: undefined,
    })
  showViewer(shown.titleId, theirs)
  return w.clash.later(partText(shown.part, theirs))
}

/** The same change as a new one, made from what is there now. */
const madeFrom = (change: Change, theirs?: Viewer): Change => {
  const { 'If-Match': _, ...headers } = change.headers
  const body = change.body && theirs ? unversioned(change.path, change.body, theirs) : change.body
  return { ...change, headers: { ...headers, 'Idempotency-Key': changeKey() }, body }
}

/** As `fetch`; a change of the person's goes by way of the store. */
export async function carry(request: Request): Promise<Response> {
  const account = accountOf()
  const { pathname, search } = new URL(request.url)
  if (account === null || request.method === 'GET' || !KEPT.test(pathname)) return fetch(request)
  const headers = Object.fromEntries(
    HEADERS.flatMap((name) => (request.headers.has(name) ? [[name, request.headers.get(name) ?? '']] : [])),
  )
  headers['Idempotency-Key'] ??= changeKey()
  const { what, shown } = about.get(headers['Idempotency-Key']) ?? { what: '' }
  const at = Date.now()
  const id = `${at.toString().padStart(15, '0')}-${(count++).toString().padStart(6, '0')}-${changeKey().slice(0, 8)}`
  const body = (await request.text()) || null
  return outbox.add({
    id,
    account,
    at,
    method: request.method,
    path: pathname + search,
    headers,
    body,
    what,
    ...(shown ? { shown } : {}),
    ...(navigator.onLine ? { triedAt: at } : {}),
  })
}

/** Send what an earlier start has left of an account, and show it meanwhile. */
export async function resumeSending(account: string): Promise<void> {
  for (const { shown } of await outbox.resume(account)) {
    const { titleId, viewer } = (shown ?? {}) as Partial<Shown>
    if (titleId && viewer) showViewer(titleId, viewer)
  }
}

export const beginSending = (account: () => string | null): void => {
  accountOf = account
}

export const forgetUnsent = (): Promise<void> => outbox.empty()
export const discard = (change: Change): Promise<void> => outbox.discard(change)
export const sendAgain = (change: Change): Promise<void> => outbox.sendAgain(change)

/** What a change is called: by its title, else by its kind. */
export function nameOf({ what, path }: Change): string {
  const { kinds } = w.unsent
  const kind = Object.keys(kinds).find((part) => path.includes(`/${part}`))
  return what || (kind ? (kinds[kind] ?? '') : w.nav.account)
}
