import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Episode, Season, Title, WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { unwatch, watch } from '../../core/episodes'
import { isoDay, when } from '../../core/format'
import { allPages } from '../../core/pages'
import { place, setQuery } from '../../core/router'
import { me } from '../../core/session'
import { RowBones } from '../../ui/bones'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Menu } from '../../ui/menu'
import { Failure } from '../../ui/states'
import { WhenForm } from '../../ui/when'
import { w } from '../../words'

interface Props {
  title: Title
  entry: WatchEntry | null
  putEntry: (entry: WatchEntry | null) => void
}

async function readEpisodes(titleId: string, season: number, signal: AbortSignal): Promise<Episode[]> {
  const episodes = await allPages((cursor) => {
    const query = { season, limit: 100, cursor }
    return ask(
      () => api.GET('/api/v1/titles/{title_id}/episodes', { params: { path: { title_id: titleId }, query }, signal }),
      signal,
    )
  })
  return episodes.filter((episode) => episode.state === 'current')
}

/** Seasons and their episodes: one tap each, up to one, or a whole season. */
export function Episodes({ title, entry, putEntry }: Props) {
  const seasons = useLoad(`seasons ${title.id}`, (signal) =>
    ask(
      () =>
        api.GET('/api/v1/titles/{title_id}/seasons', {
          params: { path: { title_id: title.id }, query: { limit: 100 } },
          signal,
        }),
      signal,
    ),
  )
  const all = seasons.value?.items ?? []
  const asked = Number(place.value.query.get('season') ?? Number.NaN)
  const first =
    entry?.progress?.next_episode?.season ?? all.find((season) => season.number > 0)?.number ?? all[0]?.number
  const season = all.find((one) => one.number === asked) ?? all.find((one) => one.number === first) ?? all[0]
  if (!season) return null
  return (
    <section class="eps">
      <div class="head">
        <h2>{w.title.episodes}</h2>
        {entry?.progress?.aired ? (
          <span class="m s">{w.home.of(entry.progress.seen, entry.progress.aired)}</span>
        ) : null}
      </div>
      <div class="row wrap scrollx">
        {all.map((one) => (
          <button
            key={one.id}
            type="button"
            class="chip"
            aria-pressed={one.id === season.id}
            onClick={() => setQuery({ season: String(one.number) })}
          >
            {one.name || w.title.season(one.number)}
          </button>
        ))}
      </div>
      <SeasonList key={season.id} title={title} season={season} putEntry={putEntry} />
    </section>
  )
}

function SeasonList({ title, season, putEntry }: Omit<Props, 'entry'> & { season: Season }) {
  const { value, error, reload } = useLoad(`season ${season.id}`, (signal) =>
    readEpisodes(title.id, season.number, signal),
  )
  const isOnlyUnseen = place.value.query.get('unseen') === '1'
  const isLastFirst = place.value.query.get('order') === 'last'
  const [dated, setDated] = useState<Parameters<typeof watch>[0]['which'] | null>(null)
  const [sent, setSent] = useState<ReadonlyMap<string, boolean>>(new Map())
  const isSeen = (episode: Episode) => sent.get(episode.id) ?? episode.viewer?.seen ?? false
  const today = isoDay()
  if (error) return <Failure error={error} retry={() => void reload()} />
  const episodes = value ?? []
  const aired = episodes.filter((episode) => episode.air_date && episode.air_date <= today)

  const changed = async (after: WatchEntry | null) => {
    putEntry(after)
    await reload()
    setSent(new Map())
  }
  const mark = async (which: Parameters<typeof watch>[0]['which'], ids: string[], isNow: boolean) => {
    setSent(new Map(ids.map((id) => [id, isNow])))
    const isStored = await (isNow ? watch : unwatch)({ titleId: title.id, which, changed })
    if (!isStored) setSent(new Map())
  }
  const upTo = (episode: Episode) => {
    const ids = episodes.filter((one) => one.number <= episode.number).map((one) => one.id)
    void mark({ up_to: { episode_id: episode.id } }, ids, true)
  }
  const unseen = isOnlyUnseen ? episodes.filter((episode) => !isSeen(episode)) : episodes
  const shown = isLastFirst ? unseen.toReversed() : unseen
  const saveDay = async (day: string | null) => {
    const which = dated
    setDated(null)
    if (which) await watch({ titleId: title.id, which, watchedOn: day, changed })
  }
  return (
    <>
      <div class="row wrap tools">
        <span class="m s">{w.title.seenOf(episodes.filter(isSeen).length, episodes.length)}</span>
        <label class="opt">
          <input
            type="checkbox"
            checked={isOnlyUnseen}
            onChange={() => setQuery({ unseen: isOnlyUnseen ? null : '1' })}
          />
          <span class="s">{w.title.onlyUnseen}</span>
        </label>
        <label class="opt">
          <input
            type="checkbox"
            checked={isLastFirst}
            onChange={() => setQuery({ order: isLastFirst ? null : 'last' })}
          />
          <span class="s">{w.viewing.newestFirst}</span>
        </label>
        {me.value && episodes.some((episode) => !isSeen(episode)) && (
          <button
            type="button"
            class="btn sm push"
            onClick={() =>
              void mark(
                { season: season.number },
                aired.map((one) => one.id),
                true,
              )
            }
          >
            <Icon name="completed" />
            {w.title.wholeSeason}
          </button>
        )}
        {me.value && episodes.some((episode) => !isSeen(episode)) && (
          <Menu
            class="btn bare sq sm"
            label={w.common.moreFor(season.name || w.title.season(season.number))}
            choices={() => [{ label: w.viewing.seasonOtherDay, pick: () => setDated({ season: season.number }) }]}
          >
            <Icon name="cal" />
          </Menu>
        )}
        {me.value && episodes.some(isSeen) && (
          <button
            type="button"
            class="btn bare sm"
            onClick={() =>
              void mark(
                { season: season.number },
                episodes.map((one) => one.id),
                false,
              )
            }
          >
            {w.title.notSeason}
          </button>
        )}
      </div>
      <ol class="plain episodes">
        {shown.map((episode) => (
          <Row
            key={episode.id}
            episode={episode}
            isSeen={isSeen(episode)}
            isFuture={!episode.air_date || episode.air_date > today}
            toggle={() => void mark({ episode_ids: [episode.id] }, [episode.id], !isSeen(episode))}
            upTo={() => upTo(episode)}
            otherDay={() => setDated({ episode_ids: [episode.id] })}
          />
        ))}
        {value && !shown.length && <li class="m">{w.title.allSeen}</li>}
        {!value && <RowBones count={6} />}
      </ol>
      {dated && (
        <Dialog title={w.when.title} close={() => setDated(null)}>
          <WhenForm save={saveDay} />
        </Dialog>
      )}
    </>
  )
}

function Row({
  episode,
  isSeen,
  isFuture,
  toggle,
  upTo,
  otherDay,
}: {
  episode: Episode
  isSeen: boolean
  isFuture: boolean
  toggle: () => void
  upTo: () => void
  otherDay: () => void
}) {
  const name = episode.title ?? w.home.episodeOnly(episode.number)
  const day = episode.air_date ? when(episode.air_date, 'day') : ''
  return (
    <li class={isSeen ? 'is-seen' : undefined}>
      <span class="num m">{episode.number}</span>
      <span class="name">
        {name}
        <small class="m">{isFuture && day ? w.title.airs(day) : day}</small>
      </span>
      {me.value && (
        <>
          <Menu
            class="btn bare sq sm"
            label={w.common.moreFor(name)}
            choices={() => [
              { label: w.title.upTo, pick: upTo },
              { label: w.viewing.otherDay, pick: otherDay },
            ]}
          >
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
