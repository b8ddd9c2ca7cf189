import { api } from '../../api/client'
import type { components } from '../../api/schema'
import { ask } from '../../core/asking'
import { ago } from '../../core/format'
import { Endless } from '../../ui/endless'
import { Empty } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'

type Entry = components['schemas']['AuditEntry']

const said = (value: unknown): string =>
  value && typeof value === 'object'
    ? Object.entries(value)
        .map(([name, one]) => `${name}: ${JSON.stringify(one)}`)
        .join(', ')
    : ''

/** Who changed what, the newest first. */
export function Audit() {
  const view = useList<Entry, null>(
    'audit',
    ({ cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/admin/audit-log', {
            params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } },
            signal,
          }),
        signal,
      ),
    null,
  )
  return (
    <Endless view={view} empty={<Empty title={w.browse.nothing} />}>
      {(entries) => (
        <ul class="plain lines">
          {entries.map((entry) => (
            <li key={entry.id} class="audit">
              <span class="m s">
                {ago(entry.created_at)}{' '}
                {new Intl.DateTimeFormat(w.locale, { hour: '2-digit', minute: '2-digit' }).format(
                  new Date(entry.created_at),
                )}
              </span>
              <span>
                <b>{entry.action.replaceAll('_', ' ')}</b> {entry.entity_type.replaceAll('_', ' ')}
                {entry.reason && ` · ${entry.reason}`}
                <small class="m text">
                  {[said(entry.after ?? entry.before), entry.client_address].filter(Boolean).join(' · ')}
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Endless>
  )
}
