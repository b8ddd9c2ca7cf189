import { api } from '../api/client'
import { ask } from '../core/asking'
import { type Dated as Film, dated, datesChanged } from '../core/dated'
import { isoDay } from '../core/format'
import { datePlay } from '../core/plays'
import { changes } from '../core/viewers'
import { w } from '../words'
import { Dialog } from './dialog'
import { WhenForm } from './when'

const shown = () => {
  datesChanged.value++
  changes.value++
}

/** Give the last play another day; nothing where there is none any more. */
async function store(entryId: string, day: string | null): Promise<void> {
  const { items } = await ask(() =>
    api.GET('/api/v1/watchlist/{entry_id}/plays', {
      params: { path: { entry_id: entryId }, query: { limit: 1, sort: '-watched_on' } },
    }),
  )
  const [play] = items
  if (play) await datePlay(play, day, shown)
}

/** Asks on which day the film was seen that was just completed. */
export default function Dated({ film }: { film: Film }) {
  const close = () => {
    dated.value = null
  }
  const save = async (day: string | null) => {
    await store(film.entryId, day)
    close()
  }
  return (
    <Dialog title={`${film.title.title}: ${w.when.title}`} close={close}>
      <WhenForm
        released={film.title.release_date_precision === 'day' ? (film.title.release_date ?? null) : null}
        chosen={isoDay(1)}
        save={save}
      />
    </Dialog>
  )
}
