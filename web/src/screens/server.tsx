import { api } from '../api/client'
import type { components } from '../api/schema'
import { act } from '../core/acting'
import { ask } from '../core/asking'
import { ago } from '../core/format'
import { href } from '../core/root'
import { go } from '../core/router'
import { say } from '../core/toasts'
import type { ScreenProps } from '../routes'
import { Field } from '../ui/field'
import { Form } from '../ui/form'
import { Heading } from '../ui/heading'
import { useLoad } from '../ui/load'
import { Bones, Failure } from '../ui/states'
import { w } from '../words'
import { Events } from './servers/events'
import { People } from './servers/people'

type Server = components['schemas']['MediaServer']
type Change = components['schemas']['UpdateMediaServerInput']

const pathOf = (id: string) => ({ path: { server_id: id } })

/** One media server: what came from it, who its users are, and what counts. */
export default function ServerScreen({ parts }: ScreenProps) {
  const p = w.programs
  const id = parts.id ?? ''
  const { value, error, reload, set } = useLoad(`server ${id}`, (signal) =>
    ask(() => api.GET('/api/v1/integrations/servers/{server_id}', { params: pathOf(id), signal }), signal),
  )
  const change = async (body: Change) => {
    set(await ask(() => api.PATCH('/api/v1/integrations/servers/{server_id}', { params: pathOf(id), body })))
    say(p.saved)
  }
  const remove = () =>
    act(
      () => api.DELETE('/api/v1/integrations/servers/{server_id}', { params: pathOf(id) }),
      p.serverRemoved,
      () => go('/servers'),
    )
  if (error && !value) return <Failure isScreen error={error} retry={() => void reload()} />
  if (!value) return <Bones count={4} />
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={value.name} />
          <p class="m">{`${p.kinds[value.kind]} · ${value.last_event_at ? p.lastEvent(ago(value.last_event_at)) : p.never}`}</p>
          {value.last_error && <p class="s wrong">{p.lastError(p.reasons[value.last_error] ?? value.last_error)}</p>}
        </div>
        <a class="btn push" href={href('/servers')}>
          {p.allServers}
        </a>
      </div>
      <div class="two-thirds">
        <Events id={id} />
        <aside class="stack">
          <People server={value} change={change} />
          <Settings server={value} change={change} />
          <section class="box stack">
            <details class="stack">
              <summary>{p.removeServer}</summary>
              <p class="m s">{p.removeServerMore}</p>
              <button type="button" class="btn danger" onClick={() => void remove()}>
                {w.common.delete}
              </button>
            </details>
          </section>
        </aside>
      </div>
    </>
  )
}

function Settings({ server, change }: { server: Server; change: (body: Change) => Promise<void> }) {
  const p = w.programs
  const send = (texts: Record<string, string>) =>
    change({
      name: texts.name ?? '',
      min_percent: Number(texts.percent),
      count_manual_marks: texts.manual === 'on',
      follow_unmarks: texts.unmark === 'on',
    })
  return (
    <section class="box stack">
      <h2>{p.settings}</h2>
      <Form send={send} submit={w.common.save}>
        <Field label={p.name} name="name" required maxLength={200} defaultValue={server.name} />
        <Field
          label={p.percent}
          name="percent"
          type="number"
          min={1}
          max={100}
          required
          defaultValue={String(server.min_percent)}
        />
        <label class="opt">
          <input type="checkbox" name="manual" defaultChecked={server.count_manual_marks} />
          <span class="s">{p.manual}</span>
        </label>
        <label class="opt">
          <input type="checkbox" name="unmark" defaultChecked={server.follow_unmarks} />
          <span class="s">{p.unmark}</span>
        </label>
      </Form>
    </section>
  )
}
