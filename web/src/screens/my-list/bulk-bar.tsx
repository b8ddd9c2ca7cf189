import type { WatchEntry } from '../../api/types'
import { changeMany } from '../../core/bulk'
import { cardOf } from '../../core/entries'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { scoreChoices } from '../../ui/rating'
import { STATUSES, Status } from '../../ui/status'
import { w } from '../../words'

/** What can be done with all selected titles at once. */
export function BulkBar({
  entries,
  clear,
  restored,
}: {
  entries: WatchEntry[]
  clear: () => void
  restored: () => void
}) {
  const act = (change: Parameters<typeof changeMany>[1]) => {
    void changeMany(entries.map(cardOf), change, restored)
    clear()
  }
  const scores = () => scoreChoices((score) => act({ score }))
  return (
    <div class="bulk" role="toolbar" aria-label={w.list.selected(entries.length)}>
      <b>{w.list.selected(entries.length)}</b>
      <button type="button" class="btn sm lamp" onClick={() => act({ status: 'completed' })}>
        <Icon name="completed" />
        {w.statuses.completed}
      </button>
      <Menu
        class="btn sm"
        label={w.list.status}
        choices={() => STATUSES.map((status) => ({ label: <Status status={status} />, pick: () => act({ status }) }))}
      >
        <Icon name="planned" />
        <span class="no-phone">{w.list.status}</span>
      </Menu>
      <Menu class="btn sm" label={w.list.rate} choices={scores}>
        <Icon name="star" />
        <span class="no-phone">{w.list.rate}</span>
      </Menu>
      <button
        type="button"
        class="btn sm danger"
        aria-label={w.list.removeMany(entries.length)}
        onClick={() => act('remove')}
      >
        <Icon name="trash" />
        <span class="no-phone">{w.common.remove}</span>
      </button>
      <button type="button" class="btn sm bare sq" aria-label={w.list.clearSelection} onClick={clear}>
        <Icon name="close" />
      </button>
    </div>
  )
}
