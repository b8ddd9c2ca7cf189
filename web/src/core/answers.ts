// Answers of the service that a person has seen, kept for reading without network. Emptied when the person leaves.
import { signal } from '@preact/signals'
import { copies } from './store'

interface Answer {
  body: string
  at: number
}

const MOST = 300
const FIRST = 'answer '
/** Marks a copy, so that it is not kept again as if it were new. */
const IS_KEPT = 'X-Kept'
/** What is worth reading again: nothing secret, nothing of the administrator's, no answer that is only of this minute. */
const READABLE =
  /\/api\/v1\/(home|about|auth\/session|auth\/me\/preferences|watchlist|watchlist\/counts|watchlist\/[^/]+|titles|titles\/[0-9a-f-]{36}(\/.+)?|titles\/facets|lists|lists\/[^/]+|lists\/[^/]+\/items|plays|marks|statistics|calendar|genres|platforms|operations)$/

/** Since when what is shown is a copy; null while the service answers. */
export const copyFrom = signal<number | null>(null)

/** Grows when somebody leaves: an answer that was asked for before is no longer kept. */
let round = 0
const asked = new WeakMap<Request, number>()

const keyOf = ({ url }: Request): string => FIRST + url
const isReadable = ({ method, url }: Request): boolean => method === 'GET' && READABLE.test(new URL(url).pathname)

export const noteAsked = (request: Request): void => void asked.set(request, round)

export function keepAnswer(request: Request, response: Response): void {
  if (response.headers.has(IS_KEPT)) return
  // Without network the browser may still have a response of its own.
  if (navigator.onLine && !request.url.endsWith('/about')) copyFrom.value = null
  if (!isReadable(request) || response.status !== 200) return
  const keep = (body: string) =>
    asked.get(request) === round ? copies.write(keyOf(request), { body, at: Date.now() } satisfies Answer) : undefined
  // A request that was given up has no whole answer: whoever gave it up needs none.
  response
    .clone()
    .text()
    .then(keep, () => undefined)
}

/** The last answer to this request, if it was kept; without network only. */
export async function keptAnswer(request: Request): Promise<Response | undefined> {
  if (request.signal.aborted || !isReadable(request)) return undefined
  const kept = await copies.read<Answer>(keyOf(request))
  if (!kept) return undefined
  copyFrom.value = Math.min(kept.at, copyFrom.value ?? kept.at)
  return new Response(kept.body, { headers: { 'Content-Type': 'application/json', [IS_KEPT]: '1' } })
}

export async function forgetKept(): Promise<void> {
  round++
  copyFrom.value = null
  await copies.clear()
}

/** Some hundred answers are enough: the oldest go. */
export async function tidyAnswers(): Promise<void> {
  const keys = (await copies.keys()).filter((key) => key.startsWith(FIRST))
  if (keys.length <= MOST) return
  const dated = await Promise.all(keys.map(async (key) => ({ key, at: (await copies.read<Answer>(key))?.at ?? 0 })))
  dated.sort((a, b) => b.at - a.at)
  await Promise.all(dated.slice(MOST).map(({ key }) => copies.remove(key)))
}
