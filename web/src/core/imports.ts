// Imports of a history, as the page uses them: one file at a time, looked at before anything is written.
import { type Answer, ask } from './asking'
import { changeKey } from './change-key'
import type { Page } from './list'
import { allPages } from './pages'
import { href } from './root'

/** Services whose files are read, with their names. */
export const SOURCES: Record<string, string> = {
  letterboxd: 'Letterboxd',
  imdb: 'IMDb',
  trakt: 'Trakt',
  myanimelist: 'MyAnimeList',
  anilist: 'AniList',
  simkl: 'Simkl',
  tvtime: 'TV Time',
  tmdb: 'TMDb',
  netflix: 'Netflix',
  yamtrack: 'Yamtrack',
  movary: 'Movary',
  watcharr: 'Watcharr',
  movielens: 'MovieLens',
  watchkeeper: 'Watchkeeper',
  generic: 'CSV, JSON',
}

/** What a person knows of a file. */
export interface Options {
  source?: string
  date_order?: string
  time_zone?: string
  profile?: string
  lists_as?: string
  password?: string
}

export interface Import {
  id: string
  created_at: string
  state: string
  source: string | null
  file_name: string
  options: Options
  progress: { phase?: string; done: number; total: number | null } | null
  counts: Record<string, number>
  undecided: number
  members: { name: string; rows: number; read: boolean }[]
  warnings: { code: string; member: string | null; detail: string }[]
  written: Record<string, number>
  error: { code: string; detail: string } | null
}

export interface Row {
  id: string
  number: number
  member: string
  member_row: number
  source_text: string | null
  title: string | null
  year: number | null
  media_type: string | null
  facts: {
    season?: number | null
    episode?: number | null
    status?: string | null
    watched_on?: string | null
    original_value?: string | null
    score?: string | number | null
  }
  result: string
  reason: string | null
  warnings: { field: string; code: string }[]
  decision: { decision?: string; title_id?: string | null } | string | null
  title_id: string | null
  matched: Candidate | null
  candidates: Candidate[]
}

/** A title that a row may name. */
export interface Candidate {
  title_id: string
  title: string
  year: number | null
  media_type: 'movie' | 'show' | 'anime'
}

export const RESULTS = [
  'ready',
  'exists',
  'duplicate',
  'ambiguous',
  'missing_identity',
  'unsupported',
  'invalid',
] as const
/** Rows that name a title, so that another one can stand in its place. */
export const NAMING: readonly string[] = ['ready', 'exists', 'duplicate', 'ambiguous']
export const UNDECIDED: readonly string[] = ['ambiguous', 'missing_identity']
/** Of which result rows are shown: those that need a choice, where nothing else is asked for. */
export const resultShown = (one: Pick<Import, 'state' | 'undecided'>, query: URLSearchParams): string | null =>
  query.get('result') ??
  (one.state === 'preview' && (one.undecided || query.get('decided') === 'false') ? 'ambiguous' : null)
/** Whether the person has decided of some rows. */
export const isDecided = ({ counts, undecided }: Pick<Import, 'counts' | 'undecided'>): boolean =>
  UNDECIDED.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0) > undecided

const RUNNING: readonly string[] = ['queued', 'parsing', 'matching', 'committing', 'rolling_back']

export const isRunning = (one: Pick<Import, 'state'>): boolean => RUNNING.includes(one.state)

/** One request to the imports; the body of a form is sent as the browser makes it. */
async function send<T>(method: string, path: string, body: object | FormData | null, signal?: AbortSignal): Promise<T> {
  const key = changeKey()
  const request = async (): Promise<Answer<T>> => {
    const isForm = body instanceof FormData
    const response = await fetch(href(`/api/v1/imports${path}`), {
      method,
      credentials: 'same-origin',
      headers: {
        ...(method === 'GET'
          ? {}
          : { 'X-Watchkeeper-Page': '1', ...(method === 'POST' ? { 'Idempotency-Key': key } : {}) }),
        ...(body && !isForm ? { 'Content-Type': 'application/json' } : {}),
      },
      body: isForm ? body : body && JSON.stringify(body),
      signal: signal ?? null,
    })
    // A proxy on the way refuses in HTML, if at all.
    const isJson = /\bjson\b/.test(response.headers.get('Content-Type') ?? '')
    const said = isJson ? await response.json() : undefined
    return response.ok ? { data: said as T, response } : { error: said, response }
  }
  return ask(request, signal)
}

export const readImports = (signal: AbortSignal) => send<Page<Import>>('GET', '?limit=20', null, signal)
export const readImport = (id: string, signal?: AbortSignal) => send<Import>('GET', `/${id}`, null, signal)

export function upload(file: File, options: Options): Promise<Import> {
  const form = new FormData()
  form.append('file', file)
  if (Object.keys(options).length) form.append('options', JSON.stringify(options))
  return send('POST', '', form)
}

export interface RowFilter {
  result: string | null
  decided: string | null
}

export function readRows(
  id: string,
  { result, decided }: RowFilter,
  cursor: string | null,
  signal?: AbortSignal,
  limit = 50,
): Promise<Page<Row>> {
  const query = new URLSearchParams({
    limit: String(limit),
    ...(result ? { result } : {}),
    ...(decided ? { decided } : {}),
    ...(cursor ? { cursor } : {}),
  })
  return send('GET', `/${id}/rows?${query}`, null, signal)
}

export type Decision =
  | { decision: 'candidate' | 'title'; title_id: string }
  | { decision: 'new_title' }
  | { decision: 'skip' }
  | { decision: null }

export const decide = (id: string, row: string, decision: Decision) =>
  send<Row>('PATCH', `/${id}/rows/${row}`, decision)
export type Many = 'best' | 'new_title' | 'skip'
/** As many as one decision may name. */
const MOST_NAMED = 500

async function openRows(id: string): Promise<string[]> {
  const rows: Row[] = []
  for (const result of UNDECIDED)
    rows.push(
      ...(await allPages((cursor) => readRows(id, { result, decided: 'false' }, cursor ?? null, undefined, 100))),
    )
  return rows.map((row) => row.id)
}

/** Decide all rows that are open; what it returns opens them again. */
export async function decideMany(id: string, decision: Many): Promise<() => Promise<void>> {
  const ids = await openRows(id)
  await send<Import>('PATCH', `/${id}/rows`, { filter: { result: UNDECIDED, decided: false }, decision })
  return async () => {
    for (let at = 0; at < ids.length; at += MOST_NAMED)
      await send('PATCH', `/${id}/rows`, { filter: { ids: ids.slice(at, at + MOST_NAMED) }, decision: null })
  }
}
/** Have the file read again with these options. */
export const readAgain = (id: string, options: Options) => send<Import>('PATCH', `/${id}`, { options })
export const commit = (id: string, overwrite: boolean) =>
  send<Import>('POST', `/${id}/commit`, { mode: overwrite ? 'overwrite' : 'only_new', undecided: 'skip' })
export const rollBack = (id: string) => send<Import>('POST', `/${id}/rollback`, null)
export const discard = (id: string) => send<undefined>('DELETE', `/${id}`, null)

export const decisionOf = (row: Row): string | null =>
  typeof row.decision === 'string' ? row.decision : (row.decision?.decision ?? null)

/** The decision that leads back to what a row is now. */
export function decisionBackTo(row: Row): Decision {
  const decision = decisionOf(row)
  if (decision === 'new_title' || decision === 'skip') return { decision }
  return decision && row.title_id ? { decision: 'title', title_id: row.title_id } : { decision: null }
}
