import { api } from '../../api/client'
import type { components } from '../../api/schema'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { place, setQuery } from '../../core/router'
import { Endless } from '../../ui/endless'
import { Empty } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'
import { once } from '../../core/sending'

type Delivery = components['schemas']['WebhookDelivery']
type State = components['schemas']['DeliveryState']

const STATES: readonly State[] = ['waiting', 'delivered', 'failed']
const time = (text: string) =>
  new Intl.DateTimeFormat(w.locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(
    new Date(text),
  )

/** What was sent to a webhook within 30 days, and what it answered. */
export function Deliveries({ id }: { id: string }) {
  const p = w.programs
  const asked = place.value.query.get('state')
  const state = STATES.find((one) => one === asked) ?? null
  const view = useList<Delivery, State | null>(
    `deliveries ${id}`,
    ({ filter, cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/webhooks/{webhook_id}/deliveries', {
            params: {
              path: { webhook_id: id },
              query: { limit: 50, ...(filter ? { state: [filter] } : {}), ...(cursor ? { cursor } : {}) },
            },
            signal,
          }),
        signal,
      ),
    state,
  )
  const again = (delivery: Delivery) => {
    const header = once()
    void act(
      () =>
        api.POST('/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver', {
          params: { path: { webhook_id: id, delivery_id: delivery.id }, header },
        }),
      p.sentAgain,
      () => view.refilter(),
    )
  }
  return (
    <section>
      <div class="head">
        <h2>{p.deliveries}</h2>
        <button type="button" class="btn bare sm push" onClick={() => void view.refilter()}>
          {p.refresh}
        </button>
      </div>
      <div class="row wrap tools" role="group" aria-label={p.choice}>
        {STATES.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={state === one}
            onClick={() => setQuery({ state: state === one ? null : one })}
          >
            {p.states[one]}
          </button>
        ))}
      </div>
      <Endless view={view} empty={<Empty title={p.noDeliveries} text={p.noDeliveriesMore} />}>
        {(deliveries) => (
          <ul class="plain lines">
            {deliveries.map((delivery) => (
              <Line key={delivery.id} delivery={delivery} again={() => again(delivery)} />
            ))}
          </ul>
        )}
      </Endless>
    </section>
  )
}

function Line({ delivery, again }: { delivery: Delivery; again: () => void }) {
  const p = w.programs
  const more = [
    time(delivery.delivered_at ?? delivery.created_at),
    p.tries(delivery.tries),
    delivery.last_status && p.status(delivery.last_status),
    delivery.last_error,
    delivery.state === 'waiting' && delivery.next_try_at && p.nextTry(time(delivery.next_try_at)),
  ]
  return (
    <li class="row wrap message">
      <div class="n">
        <b>{p.event[delivery.event] ?? delivery.event}</b>
        <span class="s m">{more.filter(Boolean).join(' · ')}</span>
        <details class="s">
          <summary>{p.content}</summary>
          <pre class="text">{JSON.stringify(delivery.payload, null, 2)}</pre>
        </details>
      </div>
      <span class="row push">
        <span class="pill">{p.states[delivery.state]}</span>
        <button type="button" class="btn sm" onClick={again}>
          {p.again}
        </button>
      </span>
    </li>
  )
}
