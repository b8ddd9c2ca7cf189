import { useState } from 'preact/hooks'
import { api } from '../api/client'
import { act } from '../core/acting'
import { ask } from '../core/asking'
import { ago } from '../core/format'
import { sentence } from '../core/problem'
import { href } from '../core/root'
import { go } from '../core/router'
import { complain } from '../core/toasts'
import type { ScreenProps } from '../routes'
import { Heading } from '../ui/heading'
import { useLoad } from '../ui/load'
import { Once } from '../ui/once'
import { Bones, Failure } from '../ui/states'
import { w } from '../words'
import { Deliveries } from './webhooks/deliveries'

/** One webhook: what it was told, whether it is on, and its secret. */
export default function WebhookScreen({ parts }: ScreenProps) {
  const p = w.programs
  const id = parts.id ?? ''
  const params = { path: { webhook_id: id } }
  const [secret, setSecret] = useState<string | null>(null)
  const { value, error, reload } = useLoad(`webhook ${id}`, (signal) =>
    ask(() => api.GET('/api/v1/webhooks/{webhook_id}', { params, signal }), signal),
  )
  const turn = (isOn: boolean) =>
    act(() => api.PATCH('/api/v1/webhooks/{webhook_id}', { params, body: { is_active: isOn } }), p.saved, reload)
  const remove = () =>
    act(
      () => api.DELETE('/api/v1/webhooks/{webhook_id}', { params }),
      p.webhookRemoved,
      () => go('/webhooks'),
    )
  const rotate = async () => {
    try {
      setSecret((await ask(() => api.POST('/api/v1/webhooks/{webhook_id}/rotate-secret', { params }))).secret)
    } catch (reason) {
      complain(sentence(reason))
    }
  }
  if (error && !value) return <Failure isScreen error={error} retry={() => void reload()} />
  if (!value) return <Bones count={4} />
  const reason = value.disabled_reason && (p.offBecause[value.disabled_reason] ?? value.disabled_reason)
  return (
    <>
      <div class="row wrap ttl">
        <div class="n">
          <Heading title={value.url}>
            <span class="address">{value.url}</span>
          </Heading>
          <p class="m">{value.events.map((one) => p.event[one] ?? one).join(', ')}</p>
        </div>
        <a class="btn push" href={href('/webhooks')}>
          {p.allWebhooks}
        </a>
      </div>
      {secret && <Once label={p.secret} text={secret} />}
      <div class="two-thirds">
        <Deliveries id={id} />
        <aside class="box stack">
          <h2>{value.is_active ? p.isOn : p.isOff}</h2>
          {reason && <p class="s wrong">{reason}</p>}
          {value.is_active && value.failing_since && <p class="s wrong">{p.failingSince(ago(value.failing_since))}</p>}
          <button
            type="button"
            class={value.is_active ? 'btn' : 'btn lamp'}
            onClick={() => void turn(!value.is_active)}
          >
            {value.is_active ? p.switchOff : p.switchOn}
          </button>
          <button type="button" class="btn" onClick={() => void rotate()}>
            {p.rotate}
          </button>
          <p class="m s">{p.rotateMore}</p>
          <details>
            <summary>{p.removeWebhook}</summary>
            <p class="m s">{p.removeWebhookMore}</p>
            <button type="button" class="btn danger" onClick={() => void remove()}>
              {w.common.delete}
            </button>
          </details>
        </aside>
      </div>
    </>
  )
}
