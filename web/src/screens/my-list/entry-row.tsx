import type { WatchEntry } from '../../api/types'
import { cardOf } from '../../core/entries'
import type { EntryFilter } from '../../core/entry-filter'
import { ago, runtime, yearOf } from '../../core/format'
import { href } from '../../core/root'
import { rate, removeFromList } from '../../core/undoable'
import { viewerOf } from '../../core/viewers'
import { Icon } from '../../ui/icon'
import { useLongPress } from '../../ui/long-press'
import { Menu } from '../../ui/menu'
import { Poster } from '../../ui/poster'
import { Score, scoreChoices } from '../../ui/rating'
import { Status, statusChoices } from '../../ui/status'
import { w } from '../../words'
import { Moved, hasMoved } from './moved'

function length(entry: WatchEntry): string {
  const { progress } = entry
  if (entry.title.media_type === 'movie') return runtime(entry.title.runtime_minutes)
  if (progress && (progress.seen || progress.aired))
    return w.list.episodes(progress.seen, progress.aired ?? progress.total ?? null)
  return ''
}

/** An entry as a row: select it, open it, change its status or rating, remove it. */
export function EntryRow({
  entry,
  filter,
  isSelected,
  isFocused,
  toggle,
}: {
  entry: WatchEntry
  filter: EntryFilter
  isSelected: boolean
  isFocused: boolean
  toggle: () => void
}) {
  const title = cardOf(entry)
  const held = useLongPress(toggle)
  const remove = (event: MouseEvent) => {
    const next = (event.currentTarget as Element).closest('li')?.nextElementSibling
    next?.querySelector<HTMLElement>('a.tt')?.focus()
    void removeFromList(title)
  }
  const viewer = viewerOf(title)
  const status = viewer.status
  const isElsewhere = hasMoved(entry, filter)
  const facts = [yearOf(title), w.kinds[title.media_type], entry.title.genres[0]?.name].filter(Boolean).join(' · ')
  const scores = () => scoreChoices((score) => void rate(title, score), viewer.rating)
  return (
    <li
      class={`entry-row${isSelected ? ' is-selected' : ''}${isFocused ? ' is-focused' : ''}${isElsewhere ? ' has-moved' : ''}`}
      data-entry={entry.id}
      {...held}
    >
      <label class="sel">
        <input type="checkbox" aria-label={w.list.select(title.title)} checked={isSelected} onChange={toggle} />
      </label>
      <a class="p" href={href(`/titles/${title.id}`)} tabIndex={-1} aria-hidden="true">
        <Poster title={title} width={154} />
      </a>
      <div class="n">
        <a class="tt" dir="auto" href={href(`/titles/${title.id}`)}>
          {title.title}
        </a>
        {isElsewhere ? <Moved entry={entry} /> : <span class="m s">{facts}</span>}
      </div>
      <div class="stt">
        {status && (
          <Menu
            class="btn sm"
            label={w.common.change(title.title, w.statuses[status])}
            choices={() => statusChoices(title)}
          >
            <Status status={status} />
            <Icon name="down" />
          </Menu>
        )}
      </div>
      <div class="num sc">
        <Menu
          class="btn bare sm"
          label={`${title.title}: ${viewer.rating === null ? w.list.rate : w.common.rated(String(viewer.rating))}`}
          choices={scores}
        >
          {viewer.rating === null ? (
            <>
              <Icon name="star" />
              <span class="no-phone">{w.list.rate}</span>
            </>
          ) : (
            <Score value={viewer.rating} />
          )}
        </Menu>
      </div>
      <span class="num m s no-phone len">{length(entry)}</span>
      <span class="num m s no-phone chd">{ago(entry.updated_at)}</span>
      <span class="no-phone">
        {status && (
          <button
            type="button"
            class="btn bare sq sm"
            aria-label={`${title.title}: ${w.title.removeEntry}`}
            onClick={remove}
          >
            <Icon name="trash" />
          </button>
        )}
      </span>
    </li>
  )
}
