import { api } from '../../api/client'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { deviceName } from '../../core/device'
import { ago } from '../../core/format'
import { useLoad } from '../../ui/load'
import { Failure } from '../../ui/states'
import { w } from '../../words'

export function Sessions() {
  const { value, error, reload } = useLoad('sessions', (signal) =>
    ask(() => api.GET('/api/v1/auth/sessions', { params: { query: { limit: 50 } }, signal }), signal),
  )
  const end = (id: string) =>
    void act(
      () => api.DELETE('/api/v1/auth/sessions/{session_id}', { params: { path: { session_id: id } } }),
      w.account.ended,
      reload,
    )
  const endOthers = () => void act(() => api.DELETE('/api/v1/auth/sessions'), w.account.ended, reload)
  const sessions = value?.items ?? []
  return (
    <section class="box stack">
      <h2>{w.account.sessions}</h2>
      {error && !value ? <Failure error={error} retry={() => void reload()} /> : null}
      <ul class="plain lines">
        {sessions.map((session) => (
          <li key={session.id} class="row">
            <div class="n">
              <span class="cut" title={session.device ?? undefined}>
                {session.device ? deviceName(session.device) : w.account.unknownDevice}
              </span>
              <span class="s m">
                {session.current ? w.account.here : w.account.lastUsed(ago(session.last_used_at))}
              </span>
            </div>
            {!session.current && (
              <button type="button" class="btn sm push" onClick={() => end(session.id)}>
                {w.account.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button type="button" class="btn" onClick={endOthers}>
          {w.account.endOthers}
        </button>
      )}
    </section>
  )
}
