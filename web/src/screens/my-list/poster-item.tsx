import type { WatchEntry } from '../../api/types'
import { cardOf } from '../../core/entries'
import type { EntryFilter } from '../../core/entry-filter'
import { Card } from '../../ui/card'
import { useLongPress } from '../../ui/long-press'
import { Moved, hasMoved } from './moved'

interface Props {
  entry: WatchEntry
  filter: EntryFilter
  isSelected: boolean
  isFocused: boolean
  toggle: () => void
}

/** An entry as a poster: selected by a long press or by key, and told where it went. */
export function PosterItem({ entry, filter, isSelected, isFocused, toggle }: Props) {
  const held = useLongPress(toggle)
  const isElsewhere = hasMoved(entry, filter)
  return (
    <li
      class={`entry-poster${isSelected ? ' is-selected' : ''}${isFocused ? ' is-focused' : ''}${isElsewhere ? ' has-moved' : ''}`}
      data-entry={entry.id}
      {...held}
    >
      <Card title={cardOf(entry)} foot={isElsewhere ? <Moved entry={entry} /> : undefined} />
    </li>
  )
}
