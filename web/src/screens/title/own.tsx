import { useState } from 'preact/hooks'
import type { Title, WatchEntry } from '../../api/types'
import { when } from '../../core/format'
import { changeStatus, rate, removeFromList, unrate } from '../../core/undoable'
import { viewerOf } from '../../core/viewers'
import { Icon } from '../../ui/icon'
import { Rating } from '../../ui/rating'
import { STATUSES } from '../../ui/status'
import { w } from '../../words'
import { AddToList } from './add-to-list'
import { Favorite } from './favorite'
import { Note } from './note'
import { Plays } from './plays'

interface Props {
  title: Title
  entry: WatchEntry | null
  putEntry: (entry: WatchEntry | null) => void
  reload: () => void
}

/** What the person has of the title: status, rating, when it was seen, a note. */
export function Own({ title, entry, putEntry, reload }: Props) {
  const viewer = viewerOf(title)
  const [isOpen, setOpen] = useState(false)
  const isSeen = entry && title.media_type === 'movie' && (entry.plays_count > 0 || viewer.status === 'completed')
  return (
    <div class="own box">
      <div class="row wrap">
        <span class="seg status" role="group" aria-label={w.title.status}>
          {STATUSES.map((status) => (
            <button
              key={status}
              type="button"
              aria-pressed={viewer.status === status}
              class={status}
              onClick={() => viewer.status !== status && void changeStatus(title, status)}
            >
              <Icon name={status} />
              <span>{w.statuses[status]}</span>
            </button>
          ))}
        </span>
      </div>
      <div class="row wrap two">
        <Rating
          value={viewer.rating}
          choose={(score) => void rate(title, score, reload)}
          clear={() => void unrate(title, reload)}
        />
        {isSeen && (
          <div class="seen">
            <span class="s m">{entry.plays_count > 1 ? w.title.plays(entry.plays_count) : w.title.seen}</span>
            <button type="button" class="btn sm" onClick={() => setOpen(true)}>
              <Icon name="cal" />
              {entry.last_watched_on ? when(entry.last_watched_on, entry.last_watched_precision) : w.title.addDate}
            </button>
          </div>
        )}
        <span class="row push">
          <AddToList title={title} />
          <Favorite titleId={title.id} />
          {viewer.status && (
            <button
              type="button"
              class="btn bare sq sm"
              aria-label={w.title.removeEntry}
              onClick={() => void removeFromList(title)}
            >
              <Icon name="trash" />
            </button>
          )}
        </span>
      </div>
      {entry && <Note entry={entry} putEntry={putEntry} />}
      {isOpen && entry && <Plays title={title} entry={entry} close={() => setOpen(false)} putEntry={putEntry} />}
    </div>
  )
}
