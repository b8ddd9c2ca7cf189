import { api } from '../../api/client'
import { ask } from '../../core/asking'
import { number } from '../../core/format'
import { useLoad } from '../../ui/load'
import { w } from '../../words'

/** How the service is, in one line. */
export function Overview() {
  const { value } = useLoad('overview', (signal) => ask(() => api.GET('/api/v1/admin/overview', { signal }), signal))
  if (!value) return null
  const figures: [string, number][] = [
    [w.admin.overview.users, value.users],
    [w.admin.overview.active, value.users_active_30d],
    [w.admin.overview.titles, value.titles],
    [w.admin.overview.ratings, value.ratings],
  ]
  const missing = value.providers.filter((provider) => !provider.configured)
  return (
    <div class="box health">
      {figures.map(([name, count]) => (
        <span key={name}>
          <b>{number(count)}</b> <span class="m s">{name}</span>
        </span>
      ))}
      {missing.length > 0 && <span class="m s">{w.admin.overview.off(missing.map((provider) => provider.name).join(', '))}</span>}
    </div>
  )
}
