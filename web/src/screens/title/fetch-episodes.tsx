import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Title } from '../../api/types'
import { ask } from '../../core/asking'
import { complainOf } from '../../core/complaints'
import { once } from '../../core/sending'
import { me } from '../../core/session'
import { say } from '../../core/toasts'
import { changes } from '../../core/viewers'
import { Icon } from '../../ui/icon'
import { w } from '../../words'

/** Who knows episodes. */
const SOURCES: readonly string[] = ['tmdb', 'tvmaze', 'anilist']

/** Takes seasons and episodes from their provider at once, in place of when the service does so by itself; for admins. */
export function FetchEpisodes({ title, reload }: { title: Title; reload: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false)
  if (me.value?.role !== 'admin' || !SOURCES.some((source) => title.external_ids[source])) return null
  const fetchNow = async () => {
    if (isBusy) return
    setBusy(true)
    try {
      const found = await ask(() =>
        api.POST('/api/v1/titles/{title_id}/episodes/refresh', {
          params: { path: { title_id: title.id }, header: once(title.id) },
        }),
      )
      say(w.title.fetched(found.added, found.changed + found.moved, found.gone))
      changes.value++
      await reload()
    } catch (error) {
      complainOf(error)
    }
    setBusy(false)
  }
  return (
    <button type="button" class="btn sm bare push" aria-disabled={isBusy} onClick={() => void fetchNow()}>
      <Icon name="download" />
      {isBusy ? w.title.fetching : w.title.fetchEpisodes}
    </button>
  )
}
