import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Episode, Play, Title, WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { refreshEntry } from '../../core/entries'
import { when } from '../../core/format'
import { ChangedElsewhere } from '../../core/guard'
import { datePlay, logPlay, removePlay } from '../../core/plays'
import { sentence } from '../../core/problem'
import { complain } from '../../core/toasts'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { WhenForm } from '../../ui/when'
import { w } from '../../words'

interface Props {
  title: Title
  /** Of a show: which of its episodes. */
  episode?: Episode
  entry: WatchEntry
  close: () => void
  putEntry: (entry: WatchEntry | null) => unknown
}

/** Every time a film or an episode was seen: change a date, add one, remove one. */
export function Plays({ title, episode, entry, close, putEntry }: Props) {
  const [edited, setEdited] = useState<Play | 'new' | null>(null)
  const query = { limit: 50, sort: '-watched_on' as const, ...(episode ? { episode_id: episode.id } : {}) }
  const { value, reload } = useLoad(`plays ${entry.id} ${episode?.id}`, (signal) =>
    ask(
      () =>
        api.GET('/api/v1/watchlist/{entry_id}/plays', {
          params: { path: { entry_id: entry.id }, query },
          signal,
        }),
      signal,
    ),
  )
  const plays = value?.items ?? []
  const refresh = async () => {
    await reload()
    putEntry(await refreshEntry(entry.id))
  }
  const remove = (play: Play) =>
    removePlay(play, refresh).catch((error: unknown) => {
      if (!(error instanceof ChangedElsewhere)) return complain(sentence(error))
      complain(w.clash.dateLeft)
      return refresh()
    })
  const save = async (day: string | null) => {
    if (edited && edited !== 'new') {
      try {
        await datePlay(edited, day, refresh)
      } catch (error) {
        if (!(error instanceof ChangedElsewhere)) throw error
        const theirs = error.theirs as Play
        setEdited(theirs)
        throw new Error(w.clash.dateChanged(when(theirs.watched_on, theirs.precision)))
      }
    } else await logPlay(title, day, refresh, episode?.id)
    setEdited(null)
  }
  const day = title.release_date_precision === 'day' ? title.release_date : null
  const released = episode ? episode.air_date : day
  return (
    <Dialog title={edited ? w.when.title : w.title.playsTitle} close={close}>
      {edited || (value && !plays.length) ? (
        <WhenForm
          released={released}
          chosen={edited && edited !== 'new' ? (edited.local_date ?? edited.watched_on?.slice(0, 10) ?? '') : null}
          save={save}
        />
      ) : (
        <>
          <ul class="plain">
            {plays.map((play) => (
              <li key={play.id} class="row">
                <button type="button" class="btn sm" onClick={() => setEdited(play)}>
                  <Icon name="cal" />
                  {when(play.watched_on, play.precision)}
                </button>
                <button
                  type="button"
                  class="btn bare sq sm push"
                  aria-label={`${w.when.removePlay}: ${when(play.watched_on, play.precision)}`}
                  onClick={() => void remove(play)}
                >
                  <Icon name="trash" />
                </button>
              </li>
            ))}
          </ul>
          <button type="button" class="btn" onClick={() => setEdited('new')}>
            <Icon name="plus" />
            {w.title.again}
          </button>
        </>
      )}
    </Dialog>
  )
}
