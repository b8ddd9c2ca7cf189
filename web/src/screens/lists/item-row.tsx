import type { ListItem } from '../../api/types'
import { yearOf } from '../../core/format'
import { href } from '../../core/root'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { Poster } from '../../ui/poster'
import { Status } from '../../ui/status'
import { w } from '../../words'
import { drag } from './drag'

interface Props {
  item: ListItem
  place: number
  last: number
  isRanked: boolean
  /** In another order than its own, or in part, nothing is moved. */
  isFixed: boolean
  move: (to: number) => void
  takeOut: () => void
}

/** A title of a list: moved by its handle, its menu, or Alt with an arrow key. */
export function ItemRow({ item, place, last, isRanked, isFixed, move, takeOut }: Props) {
  const { title, season, episode } = item
  const part = episode
    ? w.home.short(episode.season, episode.number)
    : season
      ? season.name || w.title.season(season.number)
      : ''
  const isNumbered = isRanked && !isFixed
  const press = (event: KeyboardEvent) => {
    const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: last }[event.key]
    if (!event.altKey || to === undefined || isFixed) return
    event.preventDefault()
    if (to >= 0 && to <= last) move(to)
  }
  const choices = () => [
    place > 0 && !isFixed ? { label: w.lists.moveTop, pick: () => move(0) } : null,
    place > 0 && !isFixed ? { label: w.lists.moveUp, pick: () => move(place - 1) } : null,
    place < last && !isFixed ? { label: w.lists.moveDown, pick: () => move(place + 1) } : null,
    place < last && !isFixed ? { label: w.lists.moveBottom, pick: () => move(last) } : null,
    { label: w.lists.takeOut, pick: takeOut, isDanger: true },
  ]
  return (
    <li class={isNumbered ? 'item numbered' : 'item'} data-item={item.id} onKeyDown={press}>
      {isFixed ? (
        <span />
      ) : (
        <span class="grip" aria-hidden="true" onPointerDown={(event) => drag(event, move)}>
          <Icon name="grip" />
        </span>
      )}
      {isNumbered && <span class="num m">{place + 1}</span>}
      <a href={href(`/titles/${title.id}`)} tabIndex={-1} aria-hidden="true">
        <Poster title={title} width={154} />
      </a>
      <div class="n">
        <a class="tt" dir="auto" href={href(`/titles/${title.id}`)}>
          {title.title}
        </a>
        <span class="m s">
          {[part, yearOf(title), w.kinds[title.media_type], item.note].filter(Boolean).join(' · ')}
        </span>
      </div>
      {item.viewer.status ? <Status status={item.viewer.status} isShort /> : <span />}
      <Menu class="btn bare sq sm" label={w.common.moreFor(title.title)} choices={choices}>
        <Icon name="more" />
      </Menu>
    </li>
  )
}
