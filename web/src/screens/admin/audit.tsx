import { api } from '../../api/client'
import { ask } from '../../core/asking'
import { Endless } from '../../ui/endless'
import { Empty } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'
import { type AuditEntry, AuditLine } from './audit-line'

/** Who changed what, the newest first. */
export function Audit() {
  const view = useList<AuditEntry, null>(
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
            <AuditLine key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
    </Endless>
  )
}
