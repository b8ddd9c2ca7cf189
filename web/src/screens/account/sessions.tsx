import { api } from '../../api/client'
import type { components } from '../../api/schema'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { deviceName } from '../../core/device'
import { ago } from '../../core/format'
import { useLoad } from '../../ui/load'
import { Failure } from '../../ui/states'
import { useSure } from '../../ui/sure'
import { w } from '../../words'

const nameOf = ({ device }: Pick<components['schemas']['Session'], 'device'>): string =>
  device ? deviceName(device) : w.account.unknownDevice

export function Sessions() {
  const { value, error, reload } = useLoad('sessions', (signal) =>
    ask(() => api.GET('/api/v1/auth/sessions', { params: { query: { limit: 50 } }, signal }), signal),
  )
  const [sure, askFirst] = useSure()
  const end = (id: string, device: string) =>
    askFirst({
      title: w.account.endOneSure(device),
      text: w.account.endMore,
      label: w.account.end,
      act: () =>
        void act(
          () => api.DELETE('/api/v1/auth/sessions/{session_id}', { params: { path: { session_id: id } } }),
          w.account.ended,
          reload,
        ),
    })
  const endOthers = () =>
    askFirst({
      title: w.account.endSure,
      text: w.account.endMore,
      label: w.account.endOthers,
      act: () => void act(() => api.DELETE('/api/v1/auth/sessions'), w.account.endedOthers, reload),
    })
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
                {nameOf(session)}
              </span>
              <span class="s m">
                {session.current ? w.account.here : w.account.lastUsed(ago(session.last_used_at))}
              </span>
            </div>
            {!session.current && (
              <button type="button" class="btn sm push" onClick={() => end(session.id, nameOf(session))}>
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
      {sure}
    </section>
  )
}
