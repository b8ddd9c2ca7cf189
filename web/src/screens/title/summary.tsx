import { api } from '../../api/client'
import type { Title } from '../../api/types'
import { act } from '../../core/acting'
import { href } from '../../core/root'
import { once } from '../../core/sending'
import { about, me } from '../../core/session'
import { w } from '../../words'

/** Who knows the facts of a title of a kind. */
const providerOf = ({ media_type }: Title) =>
  media_type === 'anime'
    ? ({ source: 'anilist', name: 'AniList' } as const)
    : ({ source: 'tmdb', name: 'TMDb' } as const)

/** What a title is about; where the catalogue does not know that, how to get it. */
export function Summary({ title, reload }: { title: Title; reload: () => unknown }) {
  if (title.overview) return <p class="over">{title.overview}</p>
  return (
    <p class="over m">
      {w.title.noSummary} {me.value && <Source title={title} reload={reload} />}
    </p>
  )
}

function Source({ title, reload }: { title: Title; reload: () => unknown }) {
  const { source, name } = providerOf(title)
  const id = title.external_ids[source]
  const isAdmin = me.value?.role === 'admin'
  if (!about.value) return null
  if (!about.value.providers[source])
    return (
      <>
        {w.viewing.notSetUp(name)}{' '}
        {isAdmin && <a href={href('/discover?kind=movie')}>{w.administering.overview.how}</a>}
      </>
    )
  if (title.metadata_vanished) return <>{w.viewing.vanished(name)}</>
  if (title.metadata_pending) return <>{w.viewing.taking}</>
  if (!id)
    return (
      <a href={href(`/discover?kind=${title.media_type}&q=${encodeURIComponent(title.title)}`)}>
        {w.viewing.lookFor(name)}
      </a>
    )
  if (!isAdmin) return null
  const body = { source, media_type: title.media_type, external_id: id }
  const take = () =>
    void act(
      () => api.POST('/api/v1/titles/import', { params: { header: once(title.title) }, body }),
      w.viewing.taken(title.title, name),
      reload,
    )
  return (
    <button type="button" class="link" onClick={take}>
      {w.viewing.takeFrom(name)}
    </button>
  )
}
