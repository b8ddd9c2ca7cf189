import { useEffect, useState } from 'preact/hooks'
import type { WatchlistCounts } from '../../api/types'
import type { EntryFilter } from '../../core/entry-filter'
import { setQuery } from '../../core/router'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { w } from '../../words'

/** Search, kind, genre and order of the list; all of it stands in the address. */
export function Tools({ filter, genres }: { filter: EntryFilter; genres: WatchlistCounts['by_genre'] }) {
  const [text, setText] = useState(filter.q)
  useEffect(() => setText((before) => (before.trim() === filter.q ? before : filter.q)), [filter.q])
  useEffect(() => {
    if (text.trim() === filter.q) return
    const timer = setTimeout(() => setQuery({ q: text.trim() || null }), 120)
    return () => clearTimeout(timer)
  }, [text])
  const sorts = () =>
    Object.entries(w.list.sorts).map(([sort, label]) => ({
      label,
      isChosen: filter.sort === sort,
      pick: () => setQuery({ sort }, { push: true }),
    }))
  const kinds = () =>
    ([null, 'movie', 'show', 'anime'] as const).map((kind) => ({
      label: kind ? w.kindsMany[kind] : w.list.allKinds,
      isChosen: filter.kind === kind,
      pick: () => setQuery({ kind }, { push: true }),
    }))
  const genreChoices = () => [
    { label: w.list.allGenres, isChosen: !filter.genre, pick: () => setQuery({ genre: null }, { push: true }) },
    ...genres.slice(0, 40).map((genre) => ({
      label: `${genre.name} · ${genre.count}`,
      isChosen: filter.genre === genre.id,
      pick: () => setQuery({ genre: genre.id }, { push: true }),
    })),
  ]
  const genre = genres.find((one) => one.id === filter.genre)
  return (
    <div class="row wrap tools">
      <label class="find lf">
        <span class="vh">{w.list.search}</span>
        <Icon name="search" />
        <input
          type="search"
          id="in-list"
          value={text}
          placeholder={w.list.inMyList}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <kbd class="no-phone" aria-hidden="true">
          f
        </kbd>
      </label>
      <div class="row scrollx">
        <Menu label={`${w.list.kind}: ${filter.kind ? w.kindsMany[filter.kind] : w.list.allKinds}`} choices={kinds}>
          <Icon name="filter" />
          {filter.kind ? w.kindsMany[filter.kind] : w.list.kind}
        </Menu>
        <Menu label={`${w.list.genre}: ${genre?.name ?? w.list.allGenres}`} choices={genreChoices}>
          {genre?.name ?? w.list.genre}
          <Icon name="down" />
        </Menu>
        <button
          type="button"
          class="btn sq"
          aria-pressed={filter.isFavorite}
          aria-label={w.list.favorites}
          onClick={() => setQuery({ favorite: filter.isFavorite ? null : '1' }, { push: true })}
        >
          <Icon name="heart" fill={filter.isFavorite} />
        </button>
        <Menu label={`${w.common.sort}: ${w.list.sorts[filter.sort]}`} choices={sorts}>
          {w.list.sorts[filter.sort]}
          <Icon name="down" />
        </Menu>
      </div>
      <span class="m s push keyhint no-phone">
        <kbd>j</kbd> <kbd>k</kbd> {w.list.keysHint.move} · <kbd>x</kbd> {w.list.keysHint.select} · <kbd>s</kbd>{' '}
        {w.list.keysHint.status} · <kbd>1</kbd>–<kbd>5</kbd> {w.list.keysHint.rate} · <kbd>?</kbd> {w.list.keysHint.all}
      </span>
    </div>
  )
}
