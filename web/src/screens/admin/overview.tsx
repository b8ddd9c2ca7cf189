import type { components } from '../../api/schema'
import { number } from '../../core/format'
import { href } from '../../core/root'
import { Icon } from '../../ui/icon'
import { w } from '../../words'
import { AuditLine } from './audit-line'

export type Facts = components['schemas']['Overview']
type Component = components['schemas']['Component']

const NAMES: Record<string, string> = { tmdb: 'TMDb', consumet: 'Consumet', tvmaze: 'TVmaze', anilist: 'AniList' }
const nameOf = (name: string): string => w.administering.overview.components[name] ?? NAMES[name] ?? name

const milliseconds = (count: number): string =>
  new Intl.NumberFormat(w.locale, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 1 }).format(count)

const size = (bytes: number): string =>
  new Intl.NumberFormat(w.locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(bytes / 1e6)

/** What is not as it should be; a provider that nobody has asked yet is no fault. */
const isAmiss = ({ state }: Component): boolean => state === 'down' || state === 'outdated'

/** How well the parts of the service are: what is amiss with them by name, and how fast the database is. */
function Parts({ facts }: { facts: Facts }) {
  const t = w.administering.overview
  const amiss = facts.components.filter(isAmiss)
  const database = facts.components.find(({ name }) => name === 'database')
  const schema = database?.state === 'outdated' ? t.schemaOld : t.schema
  return (
    <>
      {amiss.length === 0 && (
        <span class="st completed">
          <Icon name="completed" />
          {t.well}
        </span>
      )}
      {amiss.map(({ name, state }) => (
        <span key={name} class="st dropped">
          <Icon name="warn" />
          {(state === 'down' ? t.down : t.outdated)(nameOf(name))}
        </span>
      ))}
      {database?.milliseconds != null && <span class="s m">{t.database(milliseconds(database.milliseconds))}</span>}
      <span class="s m">{schema(facts.schema_version)}</span>
      <span class="s m">{t.cache[facts.cache]}</span>
    </>
  )
}

/** How the service is, in one line: its parts, its size, and what of it nobody has set up yet. */
export function Overview({ facts }: { facts: Facts }) {
  const t = w.administering
  const figures: [string, string][] = [
    [t.overview.users, number(facts.users)],
    [t.overview.active, number(facts.users_active_30d)],
    [t.overview.titles, number(facts.titles)],
    [t.withoutPoster, number(facts.without_poster)],
    [t.overview.ratings, number(facts.ratings)],
    [t.disk, size(facts.disk.database_bytes)],
  ]
  const missing = facts.providers.filter(({ configured }) => !configured).map(({ name }) => nameOf(name))
  return (
    <div class="box health">
      <Parts facts={facts} />
      {figures.map(([name, count]) => (
        <span key={name}>
          <b>{count}</b> <span class="m s">{name}</span>
        </span>
      ))}
      {missing.length > 0 && (
        <span class="lacks row wrap">
          <span class="st on_hold">
            <Icon name="warn" />
            {t.overview.off(new Intl.ListFormat(w.locale).format(missing))}
          </span>
          <a class="s push" href={href('/discover')}>
            {t.overview.how}
          </a>
        </span>
      )}
    </div>
  )
}

/** What happened last. */
export const Latest = ({ facts }: { facts: Facts }) => (
  <section class="box latest">
    <div class="head">
      <h2>{w.auditing.latest}</h2>
      <a href={href('/admin/audit')}>{w.administering.parts.audit}</a>
    </div>
    <ul class="plain">
      {facts.latest_audit.slice(0, 6).map((entry) => (
        <AuditLine key={entry.id} entry={entry} isShort />
      ))}
    </ul>
  </section>
)
