import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Answer } from '../../core/asking'
import { ask } from '../../core/asking'
import type { Page } from '../../core/list'
import { sentence } from '../../core/problem'
import { href } from '../../core/root'
import { place } from '../../core/router'
import { once } from '../../core/sending'
import { store, stored } from '../../core/theme'
import { complain, say } from '../../core/toasts'
import { Endless } from '../../ui/endless'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { Once } from '../../ui/once'
import { Empty } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'
import { type Found, FoundCard, found, type Result } from './found'

const ACCOUNT = 'watchkeeper.tmdb-account'
/** The person's own token, which is secret: only the open page knows it. */
const token = signal('')

type Kind = 'movie' | 'tv'
type Row = Found & { id: string }
interface Results {
  page: number
  total_pages: number
  results: Result[]
}

const withToken = () => (token.value ? { 'X-TMDB-Token': token.value } : {})

/** A page of the provider as a page of a list: its number is the cursor. */
async function rowsOf(kind: Kind, send: () => Promise<unknown>, signal: AbortSignal): Promise<Page<Row>> {
  const { page, total_pages, results } = await ask<Results>(() => send() as Promise<Answer<Results>>, signal)
  const items = results.map((result) => ({ ...found(kind === 'tv' ? 'show' : 'movie', result), id: String(result.id) }))
  return { items, next_cursor: page < total_pages ? String(page + 1) : null }
}

/** Favourites at TMDb: those of the person's account there, or those that somebody shares under a name. */
export function Favorites() {
  const t = w.favorites
  const [kind, setKind] = useState<Kind>('movie')
  const name = place.value.query.get('name')
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <h2>{name ? t.sharedBy(name) : t.title}</h2>
          <p class="m">{t.more}</p>
        </div>
        <span class="seg push" role="group" aria-label={w.browse.kind}>
          {(['movie', 'tv'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
              {w.kindsMany[one === 'tv' ? 'show' : 'movie']}
            </button>
          ))}
        </span>
      </div>
      {name ? <Shared key={kind} kind={kind} name={name} /> : <Own kind={kind} />}
    </>
  )
}

function Shared({ kind, name }: { kind: Kind; name: string }) {
  const read = (page: string | null, signal: AbortSignal) =>
    rowsOf(
      kind,
      () =>
        api.GET('/api/v1/favorites/shared/{list_name}', {
          params: {
            path: { list_name: name },
            query: { media_type: kind, page: Number(page ?? 1) },
            header: withToken(),
          },
          signal,
        }),
      signal,
    )
  return <Grid name={`shared favourites ${name} ${kind}`} read={read} />
}

function Own({ kind }: { kind: Kind }) {
  const t = w.favorites
  const [account, setAccount] = useState(Number(stored(ACCOUNT)) || null)
  const [round, setRound] = useState(0)
  const show = async (texts: Record<string, string>) => {
    token.value = texts.token?.trim() ?? ''
    store(ACCOUNT, texts.account ?? '')
    setAccount(Number(texts.account))
    setRound(round + 1)
  }
  const read = (page: string | null, signal: AbortSignal) =>
    rowsOf(
      kind,
      () =>
        api.GET('/api/v1/favorites', {
          params: {
            query: { account_id: account ?? 0, media_type: kind, page: Number(page ?? 1) },
            header: withToken(),
          },
          signal,
        }),
      signal,
    )
  return (
    <>
      <div class="box ttl">
        <Form send={show} submit={t.show}>
          <Field
            label={t.account}
            name="account"
            type="number"
            min={1}
            max={2147483647}
            required
            defaultValue={account ? String(account) : ''}
          />
          <Field
            label={t.token}
            name="token"
            type="password"
            autocomplete="off"
            hint={t.tokenMore}
            defaultValue={token.value}
          />
        </Form>
      </div>
      {account && (token.value || round > 0) && (
        <>
          <Grid
            key={`${account} ${kind} ${round}`}
            name={`favourites ${account} ${kind} ${round}`}
            read={read}
            account={account}
            kind={kind}
          />
          <Share account={account} />
        </>
      )}
    </>
  )
}

interface GridProps {
  name: string
  read: (page: string | null, signal: AbortSignal) => Promise<Page<Row>>
  account?: number
  kind?: Kind
}

function Grid({ name, read, account, kind }: GridProps) {
  const t = w.favorites
  const view = useList<Row, string>(name, ({ cursor, signal }) => read(cursor, signal), name)
  const send = async (row: Row, favorite: boolean): Promise<void> => {
    const header = { ...once(), ...withToken() }
    const body = { account_id: account ?? 0, movie_id: row.externalId, favorite, media_type: kind ?? 'movie' }
    const putBack = favorite ? null : view.remove(new Set([row.id]))
    try {
      await ask(() => api.POST('/api/v1/favorites', { params: { header }, body }))
      say(
        favorite ? t.again(row.card.title) : t.takenOut(row.card.title),
        favorite ? undefined : () => void send(row, true).then(putBack ?? undefined),
      )
    } catch (error) {
      putBack?.()
      complain(sentence(error))
    }
  }
  return (
    <Endless view={view} empty={<Empty title={t.none} text={t.noneMore} />}>
      {(rows) => (
        <ul class="plain grid">
          {rows.map((row) => (
            <li key={row.id}>
              <FoundCard found={row} />
              {account && (
                <button
                  type="button"
                  class="btn bare sm"
                  aria-label={t.takeOut(row.card.title)}
                  onClick={() => void send(row, false)}
                >
                  <Icon name="heart" fill />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Endless>
  )
}

function Share({ account }: { account: number }) {
  const t = w.favorites
  const [name, setName] = useState<string | null>(null)
  const header = once()
  const share = async (texts: Record<string, string>) => {
    const shared = await ask(() =>
      api.POST('/api/v1/favorites/share', {
        params: { header: { ...header, ...withToken() } },
        body: { account_id: account, list_name: texts.name ?? '' },
      }),
    )
    setName(shared.list_name)
    say(t.shared(shared.list_name))
  }
  return (
    <section class="box stack">
      <h2>{t.share}</h2>
      {name && (
        <Once
          label={t.link}
          text={new URL(href(`/discover?kind=favorites&name=${encodeURIComponent(name)}`), location.href).href}
        />
      )}
      <Form send={share} submit={w.lists.share}>
        <Field label={t.name} name="name" required maxLength={100} />
      </Form>
    </section>
  )
}
