import { useState } from 'preact/hooks'
import { api } from '../api/client'
import { ask } from '../core/asking'
import { ago } from '../core/format'
import { href } from '../core/root'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Bones, Empty, Failure } from '../ui/states'
import { AddServer } from './servers/add'
import { w } from '../words'

/** The media servers that tell what is watched. */
export default function Servers() {
  const p = w.programs
  const [isAdding, setAdding] = useState(false)
  const { value, error, reload } = useLoad('servers', (signal) =>
    ask(() => api.GET('/api/v1/integrations/servers', { params: { query: { limit: 100 } }, signal }), signal),
  )
  const adding = (
    <button type="button" class="btn lamp" onClick={() => setAdding(true)}>
      <Icon name="plus" />
      {p.addServer}
    </button>
  )
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={p.servers} />
          <p class="m">{p.serversLead}</p>
        </div>
        {value && value.items.length > 0 && <span class="push">{adding}</span>}
      </div>
      {error && !value ? <Failure error={error} retry={() => void reload()} /> : !value ? <Bones count={3} /> : null}
      {value && !value.items.length && (
        <Empty title={p.noServers} text={p.noServersMore}>
          {adding}
        </Empty>
      )}
      <div class="boxes">
        {value?.items.map((server) => (
          <article key={server.id} class="box stack">
            <h2>
              <a href={href(`/servers/${server.id}`)}>{server.name}</a>
            </h2>
            <p class="m s">{`${p.kinds[server.kind]} · ${server.last_event_at ? p.lastEvent(ago(server.last_event_at)) : p.never}`}</p>
            {server.last_error && (
              <p class="s wrong">{p.lastError(p.reasons[server.last_error] ?? server.last_error)}</p>
            )}
          </article>
        ))}
      </div>
      {isAdding && <AddServer close={() => setAdding(false)} added={() => void reload()} />}
    </>
  )
}
