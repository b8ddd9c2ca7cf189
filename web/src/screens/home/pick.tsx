import type { WatchEntry } from '../../api/types'
import { cardOf } from '../../core/entries'
import { ago, runtime, yearOf } from '../../core/format'
import { href } from '../../core/root'
import { changeStatus } from '../../core/undoable'
import { w } from '../../words'
import { Icon } from '../../ui/icon'
import { Poster } from '../../ui/poster'

export function Pick({ entry, another, changed }: { entry: WatchEntry; another: () => void; changed: () => void }) {
  const { title } = entry
  const facts = [yearOf(title), title.genres[0]?.name ?? w.kinds[title.media_type], runtime(title.runtime_minutes)]
  return (
    <article class="pick">
      <a href={href(`/titles/${title.id}`)} tabIndex={-1} aria-hidden="true">
        <Poster title={title} />
      </a>
      <div>
        <h3>
          <a href={href(`/titles/${title.id}`)}>{title.title}</a>
        </h3>
        <p class="s">
          {facts.filter(Boolean).join(' · ')}
          <br />
          {w.home.planned(ago(entry.created_at))}
        </p>
        <div class="row">
          <button type="button" class="btn sm" onClick={() => void changeStatus(cardOf(entry), 'watching', changed)}>
            <Icon name="watching" />
            {w.home.start}
          </button>
          <button type="button" class="btn sm bare" onClick={another}>
            <Icon name="dice" />
            {w.home.another}
          </button>
        </div>
      </div>
    </article>
  )
}

/** Some more that fit, for those who would rather choose. */
export const Beside = ({ entries }: { entries: readonly WatchEntry[] }) => (
  <div class="also no-phone">
    <span class="s">{w.home.alsoFits}</span>
    <div class="row">
      {entries.map((entry) => (
        <a key={entry.id} href={href(`/titles/${entry.title.id}`)} aria-label={entry.title.title}>
          <Poster title={entry.title} width={154} />
        </a>
      ))}
    </div>
  </div>
)
