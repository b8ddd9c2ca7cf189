import { useState } from 'preact/hooks'
import { api } from '../api/client'
import type { components } from '../api/schema'
import { ask } from '../core/asking'
import { ago } from '../core/format'
import { href } from '../core/root'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Form } from '../ui/form'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Once } from '../ui/once'
import { Bones, Empty, Failure } from '../ui/states'
import { w } from '../words'

type Told = components['schemas']['WebhookEvent']

/** Addresses that are told of what changes. */
export default function Webhooks() {
  const p = w.programs
  const [isNew, setNew] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const { value, error, reload } = useLoad('webhooks', (signal) =>
    ask(() => api.GET('/api/v1/webhooks', { params: { query: { limit: 100 } }, signal }), signal),
  )
  const send = async (texts: Record<string, string>) => {
    const events = Object.keys(p.event).filter((one) => texts[one] === 'on') as Told[]
    const made = await ask(() => api.POST('/api/v1/webhooks', { body: { url: texts.url ?? '', events } }))
    setSecret(made.secret)
    setNew(false)
    await reload()
  }
  const adding = (
    <button type="button" class="btn lamp" onClick={() => setNew(true)}>
      <Icon name="plus" />
      {p.newWebhook}
    </button>
  )
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={p.webhooks} />
          <p class="m">{p.webhooksLead}</p>
        </div>
        {value && value.items.length > 0 && <span class="push">{adding}</span>}
      </div>
      {secret && <Once label={p.secret} text={secret} />}
      {error && !value ? <Failure error={error} retry={() => void reload()} /> : !value ? <Bones count={3} /> : null}
      {value && !value.items.length && (
        <Empty title={p.noWebhooks} text={p.noWebhooksMore}>
          {adding}
        </Empty>
      )}
      <div class="boxes">
        {value?.items.map((hook) => (
          <article key={hook.id} class="box stack">
            <h2 class="cut">
              <a href={href(`/webhooks/${hook.id}`)}>{hook.url}</a>
            </h2>
            <p class="m s">{hook.events.map((one) => p.event[one] ?? one).join(', ')}</p>
            <p class={hook.is_active && !hook.failing_since ? 's' : 's wrong'}>
              {!hook.is_active ? p.isOff : hook.failing_since ? p.failingSince(ago(hook.failing_since)) : p.isOn}
            </p>
          </article>
        ))}
      </div>
      {isNew && (
        <Dialog title={p.newWebhook} close={() => setNew(false)}>
          <Form send={send} submit={p.add}>
            <Field
              label={p.url}
              name="url"
              type="url"
              required
              maxLength={2000}
              hint={p.urlHint}
              placeholder="https://"
            />
            <fieldset>
              <legend>{p.tells}</legend>
              {Object.entries(p.event).map(([one, text]) => (
                <label key={one} class="opt">
                  <input type="checkbox" name={one} defaultChecked={one === 'play.created'} />
                  <span>{text}</span>
                </label>
              ))}
            </fieldset>
          </Form>
        </Dialog>
      )}
    </>
  )
}
