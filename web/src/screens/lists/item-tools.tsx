import { type ItemFilter, SORTS } from '../../core/item-filter'
import { setQuery } from '../../core/router'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { STATUSES, Status } from '../../ui/status'
import { w } from '../../words'

/** Kind, status and order of what a list shows; all of it stands in the address. */
export function ItemTools({ filter }: { filter: ItemFilter }) {
  const t = w.viewing
  const set = (change: Record<string, string | null>) => () => setQuery(change, { push: true })
  const kinds = () =>
    ([null, 'movie', 'show', 'anime'] as const).map((kind) => ({
      label: kind ? w.kindsMany[kind] : w.list.allKinds,
      isChosen: filter.kind === kind,
      pick: set({ kind }),
    }))
  const statuses = () => [
    { label: t.anyStatus, isChosen: !filter.status, pick: set({ status: null }) },
    ...STATUSES.map((status) => ({
      label: <Status status={status} />,
      isChosen: filter.status === status,
      pick: set({ status }),
    })),
  ]
  const labelOf = (sort: string) =>
    sort === 'rank' ? t.ownOrder : sort === '-created_at' ? w.list.sorts['-created_at'] : (w.list.sorts[sort] ?? sort)
  const sorts = () =>
    SORTS.map((sort) => ({
      label: labelOf(sort),
      isChosen: filter.sort === sort,
      pick: set({ sort: sort === 'rank' ? null : sort }),
    }))
  return (
    <div class="row scrollx tools">
      <Menu label={`${w.list.kind}: ${filter.kind ? w.kindsMany[filter.kind] : w.list.allKinds}`} choices={kinds}>
        <Icon name="filter" />
        {filter.kind ? w.kindsMany[filter.kind] : w.list.kind}
      </Menu>
      <Menu label={`${w.list.status}: ${filter.status ? w.statuses[filter.status] : t.anyStatus}`} choices={statuses}>
        {filter.status ? w.statuses[filter.status] : w.list.status}
        <Icon name="down" />
      </Menu>
      <Menu label={`${w.common.sort}: ${labelOf(filter.sort)}`} choices={sorts}>
        {labelOf(filter.sort)}
        <Icon name="down" />
      </Menu>
    </div>
  )
}
