import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Episode, Season, Title, WatchEntry } from '../../api/types'
import { ask } from '../../core/asking'
import { type Which, seasonName, unwatch, watch } from '../../core/episodes'
import { isoDay } from '../../core/format'
import { allPages } from '../../core/pages'
import { place, setQuery } from '../../core/router'
import { me } from '../../core/session'
import { RowBones } from '../../ui/bones'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Menu } from '../../ui/menu'
import { Failure } from '../../ui/states'
import { AIRED, WhenForm } from '../../ui/when'
import { w } from '../../words'
import { EpisodeRow } from './episode-row'
import { Plays } from './plays'

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

interface Props {
  title: Title
  season: Season
  entry: WatchEntry | null
  putEntry: (entry: WatchEntry | null) => void
}

const idsOf = (episodes: readonly Episode[]) => episodes.map(({ id }) => id)

/** The episodes of a season: seen with one tap each, all up to one, or all of them; and when each was. */
export function SeasonList({ title, season, entry, putEntry }: Props) {
  const { value, error, reload } = useLoad(`season ${season.id}`, (signal) =>
    readEpisodes(title.id, season.number, signal),
  )
  const isOnlyUnseen = place.value.query.get('unseen') === '1'
  const isLastFirst = place.value.query.get('order') === 'last'
  const [dated, setDated] = useState<{ which: Which; released: string | null } | null>(null)
  const [looked, setLooked] = useState<Episode | null>(null)
  const [sent, setSent] = useState<ReadonlyMap<string, boolean>>(new Map())
  if (error) return <Failure error={error} retry={() => void reload()} />

  const isSeen = (episode: Episode) => sent.get(episode.id) ?? episode.viewer?.seen ?? false
  const today = isoDay()
  const episodes = value ?? []
  const unseen = isOnlyUnseen ? episodes.filter((episode) => !isSeen(episode)) : episodes
  const shown = isLastFirst ? unseen.toReversed() : unseen

  const changed = async (after: WatchEntry | null) => {
    putEntry(after)
    await reload()
    setSent(new Map())
  }
  const mark = async (which: Which, of: readonly Episode[], isNow: boolean) => {
    setSent(new Map(idsOf(of).map((id) => [id, isNow])))
    const isStored = await (isNow ? watch : unwatch)({ titleId: title.id, which, changed })
    if (!isStored) setSent(new Map())
  }
  const wholeSeason = (isNow: boolean) => {
    const aired = episodes.filter((episode) => episode.air_date && episode.air_date <= today)
    void mark({ season: season.number }, isNow ? aired : episodes, isNow)
  }
  const saveDay = async (day: string | null) => {
    const which = dated?.which
    setDated(null)
    if (which) await watch({ titleId: title.id, which, watchedOn: day, changed })
  }
  const change = (
    <WholeSeason
      name={seasonName(season)}
      hasSeen={episodes.some(isSeen)}
      hasUnseen={episodes.some((episode) => !isSeen(episode))}
      mark={wholeSeason}
      otherDay={() => setDated({ which: { season: season.number }, released: AIRED })}
    />
  )
  return (
    <>
      <div class="row wrap tools">
        <span class="m s">{w.title.seenOf(episodes.filter(isSeen).length, episodes.length)}</span>
        <Switch name="unseen" value="1" isOn={isOnlyUnseen} label={w.title.onlyUnseen} />
        <Switch name="order" value="last" isOn={isLastFirst} label={w.viewing.newestFirst} />
        {me.value && change}
      </div>
      <ol class="plain episodes">
        {shown.map((episode) => (
          <EpisodeRow
            key={episode.id}
            episode={episode}
            isSeen={isSeen(episode)}
            isFuture={!episode.air_date || episode.air_date > today}
            toggle={() => void mark({ episode_ids: [episode.id] }, [episode], !isSeen(episode))}
            upTo={() =>
              void mark(
                { up_to: { episode_id: episode.id } },
                episodes.filter((one) => one.number <= episode.number),
                true,
              )
            }
            otherDay={() => setDated({ which: { episode_ids: [episode.id] }, released: episode.air_date ?? null })}
            look={() => setLooked(episode)}
          />
        ))}
        {value && !shown.length && <li class="m">{w.title.allSeen}</li>}
        {!value && <RowBones count={6} />}
      </ol>
      {dated && (
        <Dialog title={w.when.title} close={() => setDated(null)}>
          <WhenForm released={dated.released} save={saveDay} />
        </Dialog>
      )}
      {looked && entry && (
        <Plays title={title} episode={looked} entry={entry} close={() => setLooked(null)} putEntry={changed} />
      )}
    </>
  )
}

const Switch = (of: { name: string; value: string; isOn: boolean; label: string }) => (
  <label class="opt">
    <input
      type="checkbox"
      checked={of.isOn}
      onChange={() => setQuery({ [of.name]: of.isOn ? null : of.value }, { push: true })}
    />
    <span class="s">{of.label}</span>
  </label>
)

function WholeSeason(props: {
  name: string
  hasSeen: boolean
  hasUnseen: boolean
  mark: (isNow: boolean) => void
  otherDay: () => void
}) {
  const { hasSeen, hasUnseen, mark } = props
  const choices = () => [
    hasUnseen ? { label: w.viewing.seasonOtherDay, pick: props.otherDay } : null,
    hasSeen ? { label: w.title.notSeason, pick: () => mark(false) } : null,
  ]
  if (!hasSeen && !hasUnseen) return null
  return (
    <span class="row push">
      {hasUnseen && (
        <button type="button" class="btn sm" onClick={() => mark(true)}>
          <Icon name="completed" />
          {w.title.wholeSeason}
        </button>
      )}
      <Menu class="btn bare sq sm" label={w.common.moreFor(props.name)} choices={choices}>
        <Icon name="more" />
      </Menu>
    </span>
  )
}
