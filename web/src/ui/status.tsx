import type { CardTitle, WatchStatus } from '../api/types'
import { changeStatus, removeFromList } from '../core/undoable'
import { viewerOf } from '../core/viewers'
import { w } from '../words'
import { Icon } from './icon'
import type { Choice } from './menu'

export const STATUSES: readonly WatchStatus[] = ['watching', 'planned', 'completed', 'on_hold', 'dropped']

export const Status = ({ status, isShort = false }: { status: WatchStatus; isShort?: boolean }) => (
  <span class={`st ${status}`}>
    <Icon name={status} />
    <span class={isShort ? 'vh' : undefined}>{w.statuses[status]}</span>
  </span>
)

/** What can be done with a title's place in the list: the five statuses, and removal. */
export function statusChoices(title: CardTitle, then?: () => void): (Choice | null)[] {
  const { status } = viewerOf(title)
  const all: (Choice | null)[] = STATUSES.map((one) => ({
    label: <Status status={one} />,
    isChosen: status === one,
    pick: () => void (status === one ? null : changeStatus(title, one, then)),
  }))
  if (status) {
    const label = (
      <>
        <Icon name="trash" />
        {w.common.remove}
      </>
    )
    all.push({ label, isDanger: true, isChosen: false, pick: () => void removeFromList(title, then) })
  }
  return all
}
