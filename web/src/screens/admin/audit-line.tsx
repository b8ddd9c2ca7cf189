import type { components } from '../../api/schema'
import { ago, clock, isoDay } from '../../core/format'
import { nameOfUser } from './actors'
import { w } from '../../words'

export type AuditEntry = components['schemas']['AuditEntry']

/** Who did it. Callers who were not signed in have an address and no name, commands of the server neither. */
function who(entry: AuditEntry): string {
  const t = w.auditing
  if (!entry.actor_id) return entry.client_address ? t.somebody : t.system
  const name = nameOfUser(entry.actor_id)
  return name === null ? t.gone : (name ?? '…')
}

const said = (value: unknown): string =>
  value && typeof value === 'object'
    ? Object.entries(value)
        .map(([name, one]) => `${name.replaceAll('_', ' ')}: ${typeof one === 'string' ? one : JSON.stringify(one)}`)
        .join(', ')
    : ''

/** What happened, in a sentence; `isShort` without the day where it was today, and without what changed. */
export function AuditLine({ entry, isShort }: { entry: AuditEntry; isShort?: boolean }) {
  const at = new Date(entry.created_at)
  const isToday = isoDay(0, at) === isoDay()
  const more = [isShort ? '' : said(entry.after ?? entry.before), entry.reason, entry.client_address]
  return (
    <li class="audit">
      <time class="m s" dateTime={entry.created_at}>
        {isShort ? (isToday ? clock(at) : ago(entry.created_at)) : `${ago(entry.created_at)} ${clock(at)}`}
      </time>
      <span>
        <b>{who(entry)}</b> {w.auditing.actions[entry.action] ?? entry.action.replaceAll('_', ' ')}
        <small class="m text">{more.filter(Boolean).join(' · ')}</small>
      </span>
    </li>
  )
}
