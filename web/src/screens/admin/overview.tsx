import { api } from '../../api/client'
import { ask } from '../../core/asking'
import { number } from '../../core/format'
import { useLoad } from '../../ui/load'
import { Failure, Late } from '../../ui/states'
import { w } from '../../words'
import { administering } from '../../words/administering'

const size = (bytes: number): string =>
  new Intl.NumberFormat(w.locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(bytes / 1e6)

/** How the service is, in one line. */
export function Overview() {
  const t = administering()
  const { value, error, reload } = useLoad('overview', (signal) =>
    ask(() => api.GET('/api/v1/admin/overview', { signal }), signal),
  )
  if (error && !value) return <Failure error={error} retry={() => void reload()} />
  if (!value)
    return (
      <Late>
        <div class="box health bone" />
      </Late>
    )
  const figures: [string, string][] = [
    [administering().overview.users, number(value.users)],
    [administering().overview.active, number(value.users_active_30d)],
    [administering().overview.titles, number(value.titles)],
    [t.withoutPoster, number(value.without_poster)],
    [administering().overview.ratings, number(value.ratings)],
    [t.disk, size(value.disk.database_bytes)],
  ]
  const missing = value.providers.filter((provider) => !provider.configured)
  return (
    <div class="box health">
      {figures.map(([name, count]) => (
        <span key={name}>
          <b>{count}</b> <span class="m s">{name}</span>
        </span>
      ))}
      {missing.length > 0 && (
        <span class="m s">{administering().overview.off(missing.map((provider) => provider.name).join(', '))}</span>
      )}
    </div>
  )
}
