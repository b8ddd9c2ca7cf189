import type { Episode } from '../../api/types'
import { ago, when } from '../../core/format'
import { me } from '../../core/session'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { w } from '../../words'

interface Props {
  episode: Episode
  isSeen: boolean
  isFuture: boolean
  toggle: () => void
  upTo: () => void
  /** Say on which day an unseen one was seen. */
  otherDay: () => void
  /** Look at when a seen one was seen, and change it. */
  look: () => void
}

/** When it was seen last, as exactly as that is known; nothing where it is not. */
function lastSeen({ viewer }: Episode): string {
  const { last_watched_on: on, precision } = viewer ?? {}
  if (!on || precision === 'unknown') return ''
  return precision === 'year' || precision === 'month' ? when(on, precision) : ago(on)
}

export function EpisodeRow({ episode, isSeen, isFuture, toggle, upTo, otherDay, look }: Props) {
  const name = episode.title ?? w.home.episodeOnly(episode.number)
  const day = episode.air_date ? when(episode.air_date, 'day') : ''
  const hasPlays = isSeen && Boolean(episode.viewer?.plays_count)
  const choices = () => [
    { label: w.title.upTo, pick: upTo },
    hasPlays ? { label: w.title.playsTitle, pick: look } : { label: w.viewing.otherDay, pick: otherDay },
  ]
  return (
    <li class={isSeen ? 'is-seen' : undefined}>
      <span class="num m">{episode.number}</span>
      <span class="name">
        {name}
        <small class="m">
          {isFuture && day ? w.title.airs(day) : day}
          {me.value && hasPlays && (
            <>
              {day && ' · '}
              <button type="button" class="link" aria-label={`${name}: ${w.title.playsTitle}`} onClick={look}>
                {w.viewing.seenOn(lastSeen(episode))}
              </button>
            </>
          )}
        </small>
      </span>
      {me.value && (
        <>
          <Menu class="btn bare sq sm" label={w.common.moreFor(name)} choices={choices}>
            <Icon name="more" />
          </Menu>
          <button
            type="button"
            class={isSeen ? 'add on completed' : 'add'}
            aria-pressed={isSeen}
            aria-label={w.title.mark(name)}
            onClick={toggle}
          >
            <Icon name="completed" />
          </button>
        </>
      )}
    </li>
  )
}
