import { useState } from 'preact/hooks'
import { href } from '../../core/root'
import { place, setQuery } from '../../core/router'
import { me } from '../../core/session'
import { type TitleFilter, countOf } from '../../core/title-filter'
import { Icon } from '../../ui/icon'
import { Empty } from '../../ui/states'
import { w } from '../../words'
import { ByHand } from './by-hand'

const NO_FILTER = { kind: null, genre: null, platform: null, from: null, to: null, least: null, undone: null }

/** Nothing fits: fewer filters, the providers, or a title of one's own. */
export function Nothing({ filter }: { filter: TitleFilter }) {
  const t = w.viewing
  const [isByHand, setByHand] = useState(place.value.query.get('add') === '1')
  const canAdd = Boolean(me.value && filter.q)
  const elsewhere = `/discover?q=${encodeURIComponent(filter.q)}${filter.kind ? `&kind=${filter.kind}` : ''}`
  return (
    <>
      <Empty title={w.browse.nothing} text={filter.q ? w.browse.nothingMore(filter.q) : w.browse.nothingFiltered}>
        {countOf(filter) > 0 && (
          <button type="button" class="btn" onClick={() => setQuery(NO_FILTER, { push: true })}>
            {w.browse.clear}
          </button>
        )}
        {canAdd && (
          <a class="btn" href={href(elsewhere)}>
            <Icon name="compass" />
            {t.lookElsewhere(filter.q)}
          </a>
        )}
        {canAdd && (
          <button type="button" class="btn" onClick={() => setByHand(true)}>
            <Icon name="plus" />
            {t.addByHand}
          </button>
        )}
      </Empty>
      {canAdd && isByHand && <ByHand q={filter.q} kind={filter.kind} close={() => setByHand(false)} />}
    </>
  )
}
