import { useState } from 'preact/hooks'
import type { WatchEntry } from '../../api/types'
import { episodeLabel, watch } from '../../core/episodes'
import { href } from '../../core/root'
import { changeStatus } from '../../core/undoable'
import { w } from '../../words'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { Poster } from '../../ui/poster'
import { isPhone } from '../../ui/scale'
import { Empty } from '../../ui/states'
import { statusChoices } from '../../ui/status'
import { cardOf, refreshEntry } from '../../core/entries'

/** More would push tonight's pick out of the window. */
const FEW = 6
const FEW_ON_PHONES = 3

interface Props {
  entries: readonly WatchEntry[]
  count: number
  change: (entries: WatchEntry[]) => void
}

/** What is being watched: the next episode of each, seen with one tap. */
export function Continue({ entries, count, change }: Props) {
  const [isAll, setAll] = useState(false)
  const most = isAll ? entries.length : isPhone() ? FEW_ON_PHONES : FEW
  const put = (entry: WatchEntry) => change(entries.map((one) => (one.id === entry.id ? entry : one)))
  if (!entries.length) {
    return (
      <section>
        <Empty title={w.home.emptyTitle} text={w.home.emptyMore}>
          <a class="btn lamp" href={href('/browse')}>
            <Icon name="search" />
            {w.nav.browse}
          </a>
          <a class="btn" href={href('/import')}>
            <Icon name="upload" />
            {w.nav.import}
          </a>
        </Empty>
      </section>
    )
  }
  return (
    <section>
      <div class="head">
        <h2>{w.home.continue}</h2>
        <a href={href('/list?status=watching')}>{w.home.all(count)}</a>
      </div>
      <div class="ups">
        {entries.slice(0, most).map((entry) => (
          <Up key={entry.id} entry={entry} put={put} />
        ))}
      </div>
      {entries.length > most && (
        <button type="button" class="btn bare sm all-of" onClick={() => setAll(true)}>
          <Icon name="down" />
          {w.viewing.more(entries.length - most)}
        </button>
      )}
    </section>
  )
}

function where(entry: WatchEntry): string {
  const next = entry.progress?.next_episode
  if (!next) return entry.title.media_type === 'movie' ? w.kinds.movie : w.home.noEpisodes
  const isOnlyNumber = entry.title.media_type === 'anime' && next.season === 1
  const place = isOnlyNumber ? w.home.episodeOnly(next.number) : w.home.episode(next.season, next.number)
  return next.title ? `${place} · ${next.title}` : place
}

function Up({ entry, put }: { entry: WatchEntry; put: (entry: WatchEntry) => void }) {
  const { title, progress } = entry
  const next = progress?.next_episode
  const label = next ? episodeLabel(next.season, next.number, title.media_type === 'anime') : ''
  const total = progress?.aired ?? progress?.total ?? null
  const refresh = async () => put(await refreshEntry(entry.id))
  const see = () => {
    if (!next) void changeStatus(cardOf(entry), 'completed', () => void refresh())
    else {
      void watch({
        titleId: title.id,
        which: { episode_ids: [next.id] },
        text: w.did.seen(`${title.title}, ${label}`),
        changed: (after) => (after ? put(after) : refresh()),
      })
    }
  }
  return (
    <article class="box up">
      <a href={href(`/titles/${title.id}`)} tabIndex={-1} aria-hidden="true">
        <Poster title={title} />
      </a>
      <div>
        <h3>
          <a href={href(`/titles/${title.id}`)}>{title.title}</a>
        </h3>
        <p class="m s cut">{where(entry)}</p>
        {total ? (
          <>
            <progress max={total} value={progress?.seen ?? 0} aria-label={w.home.of(progress?.seen ?? 0, total)} />
            <p class="m s">
              {total - (progress?.seen ?? 0) <= 2 && next
                ? w.home.left(total - (progress?.seen ?? 0))
                : w.home.of(progress?.seen ?? 0, total)}
            </p>
          </>
        ) : null}
        <div class="row">
          {entry.status === 'watching' && (
            <button type="button" class="btn lamp sm" onClick={see}>
              <Icon name="completed" />
              {next ? w.home.seen(label) : w.home.completedIt}
            </button>
          )}
          <Menu
            class="btn bare sq sm push"
            label={w.common.moreFor(title.title)}
            choices={() => statusChoices(cardOf(entry), () => void refresh())}
          >
            <Icon name="more" />
          </Menu>
        </div>
      </div>
    </article>
  )
}
