import { setQuery } from '../../core/router'
import type { TitleFilter } from '../../core/title-filter'
import { countOf } from '../../core/title-filter'
import { Icon } from '../../ui/icon'
import { w } from '../../words'

/** The filters in force, each removed with a tap. */
export function Chosen({ filter }: { filter: TitleFilter }) {
  const chips: [text: string, remove: Record<string, null>][] = []
  if (filter.kind) chips.push([w.kindsMany[filter.kind], { kind: null }])
  if (filter.from || filter.to) chips.push([`${filter.from ?? '…'}–${filter.to ?? '…'}`, { from: null, to: null }])
  if (filter.least) chips.push([`${w.browse.atLeast} ${filter.least}`, { least: null }])
  if (filter.genres.length) chips.push([`${w.browse.genre} ${filter.genres.length}`, { genre: null }])
  if (filter.isUndone) chips.push([w.viewing.undone, { undone: null }])
  return (
    <>
      {chips.map(([text, remove]) => (
        <button
          key={text}
          type="button"
          class="chip on"
          aria-label={`${text}: ${w.common.remove}`}
          onClick={() => setQuery(remove, { push: true })}
        >
          {text}
          <Icon name="close" />
        </button>
      ))}
      {countOf(filter) > 1 && (
        <button
          type="button"
          class="btn bare sm"
          onClick={() =>
            setQuery(
              { kind: null, from: null, to: null, least: null, genre: null, platform: null, undone: null },
              { push: true },
            )
          }
        >
          {w.common.clear}
        </button>
      )}
    </>
  )
}
