import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { components } from '../../api/schema'
import { ask } from '../../core/asking'
import { sentence } from '../../core/problem'
import { href } from '../../core/root'
import { place, setQuery } from '../../core/router'
import { once } from '../../core/sending'
import { complain, say } from '../../core/toasts'
import { Dialog } from '../../ui/dialog'
import { Endless } from '../../ui/endless'
import { Empty } from '../../ui/states'
import { TitlePicker } from '../../ui/title-picker'
import { useList } from '../../ui/use-list'
import { w } from '../../words'

type Message = components['schemas']['MediaServerEvent']
type Result = components['schemas']['EventResult']

const FILTERS: readonly Result[] = ['play', 'progress', 'unmatched', 'ignored', 'duplicate']
const time = (text: string) =>
  new Intl.DateTimeFormat(w.locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(
    new Date(text),
  )

function nameOf({ item }: Message): string {
  const p = w.programs
  if (!item) return p.unknownItem
  const numbers = item.numbers.length ? p.episode(item.season, item.numbers.join('–')) : ''
  const own = item.title && item.year ? `${item.title} (${item.year})` : item.title
  return [item.series_title, numbers, own].filter(Boolean).join(' · ') || p.unknownItem
}

/** What a server sent and what became of it; of what was not recognised a person can say what it is. */
export function Events({ id }: { id: string }) {
  const p = w.programs
  const asked = place.value.query.get('result')
  const result = FILTERS.find((one) => one === asked) ?? null
  const [open, setOpen] = useState<Message | null>(null)
  const view = useList<Message, Result | null>(
    `events ${id}`,
    ({ filter, cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/integrations/servers/{server_id}/events', {
            params: {
              path: { server_id: id },
              query: { limit: 50, ...(filter ? { result: [filter] } : {}), ...(cursor ? { cursor } : {}) },
            },
            signal,
          }),
        signal,
      ),
    result,
  )
  const empty = result ? <Empty title={p.noSuchEvents} /> : <Empty title={p.noEvents} text={p.noEventsMore} />
  return (
    <section>
      <div class="head">
        <h2>{p.events}</h2>
        <button type="button" class="btn bare sm push" onClick={() => void view.refilter()}>
          {p.refresh}
        </button>
      </div>
      <p class="m s">{p.eventsMore}</p>
      <div class="row wrap tools" role="group" aria-label={p.choice}>
        {FILTERS.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={result === one}
            onClick={() => setQuery({ result: result === one ? null : one })}
          >
            {p.results[one]}
          </button>
        ))}
      </div>
      <Endless view={view} empty={empty}>
        {(messages) => (
          <ul class="plain lines">
            {messages.map((message) => (
              <Line key={message.id} message={message} resolve={() => setOpen(message)} />
            ))}
          </ul>
        )}
      </Endless>
      {open && <Resolve id={id} message={open} close={() => setOpen(null)} done={() => void view.refilter()} />}
    </section>
  )
}

function Line({ message, resolve }: { message: Message; resolve: () => void }) {
  const p = w.programs
  const percent = message.percent === null ? null : `${Math.round(message.percent)} %`
  const more = [
    time(message.happened_at ?? message.created_at),
    message.person,
    percent,
    message.reason && (p.reasons[message.reason] ?? message.reason),
  ]
  const isSeen = message.play_ids.length > 0
  return (
    <li class="row wrap message">
      <div class="n">
        <b>{nameOf(message)}</b>
        <span class="s m">{more.filter(Boolean).join(' · ')}</span>
      </div>
      <span class="row push">
        {isSeen ? (
          <a class="pill" href={href('/activity?part=watched')}>
            {p.results.play}
          </a>
        ) : (
          <span class="pill">{p.results[message.result] ?? message.result}</span>
        )}
        {message.result === 'unmatched' && (
          <button type="button" class="btn sm" aria-label={`${p.resolve}: ${nameOf(message)}`} onClick={resolve}>
            {p.resolve}
          </button>
        )}
      </span>
    </li>
  )
}

function Resolve({ id, message, close, done }: { id: string; message: Message; close: () => void; done: () => void }) {
  const p = w.programs
  const [[season, number], setNumbers] = useState(['', ''])
  const item = message.item
  const lacksNumbers = item?.type === 'episode' && !item.numbers.length
  const header = once()
  const pick = async (titleId: string) => {
    const numbers = number ? { season: Number(season || 1), number: Number(number) } : {}
    try {
      await ask(() =>
        api.POST('/api/v1/integrations/servers/{server_id}/events/{event_id}/resolve', {
          params: { path: { server_id: id, event_id: message.id }, header },
          body: { title_id: titleId, ...numbers },
        }),
      )
      say(p.resolved)
      close()
      done()
    } catch (error) {
      complain(sentence(error))
    }
  }
  return (
    <Dialog title={p.resolveTitle(nameOf(message))} close={close}>
      <p class="m">{p.resolveMore}</p>
      {lacksNumbers && (
        <div class="g2">
          <label class="field">
            <span>{p.season}</span>
            <input
              class="t"
              type="number"
              min={0}
              value={season}
              onInput={(event) => setNumbers([event.currentTarget.value, number ?? ''])}
            />
          </label>
          <label class="field">
            <span>{p.number}</span>
            <input
              class="t"
              type="number"
              min={0}
              value={number}
              onInput={(event) => setNumbers([season ?? '', event.currentTarget.value])}
            />
          </label>
        </div>
      )}
      <TitlePicker
        label={p.search}
        submit={p.choose}
        initial={item?.series_title ?? item?.title ?? ''}
        pick={(titleId) => void pick(titleId)}
      />
    </Dialog>
  )
}
