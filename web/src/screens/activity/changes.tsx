import { useEffect, useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Operation } from '../../api/types'
import { ask } from '../../core/asking'
import { complainOf } from '../../core/complaints'
import { ago } from '../../core/format'
import { concernsOf, countOf, nameOf } from '../../core/operations'
import { undoOperation } from '../../core/optimistic'
import { href } from '../../core/root'
import { learnTold, toldOf } from '../../core/told'
import { changes } from '../../core/viewers'
import { endOf, learnWaysBack, takeBack, type WayBack, waysBack } from '../../core/ways-back'
import { Endless } from '../../ui/endless'
import { Icon } from '../../ui/icon'
import { Empty } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'

/** What was changed, by the service's operations and by what this browser knows to take back. */
export function Changes() {
  useEffect(() => {
    void learnTold()
    void learnWaysBack()
  }, [])
  const view = useList<Operation, null>(
    'operations',
    ({ cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/operations', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } }, signal }),
        signal,
      ),
    null,
  )
  // Done here, in another tab or on another device, or an import that has come to its end.
  useEffect(() => {
    const known = changes.peek()
    return changes.subscribe((count) => count !== known && void view.freshen().catch(complainOf))
  }, [view])
  const refresh = async () => {
    await view.refilter()
    changes.value++
  }
  const last = view.isComplete ? 0 : Date.parse(view.items.at(-1)?.created_at ?? '')
  const ways = waysBack.value.filter(({ at }) => at >= last)
  const lines = (operations: readonly Operation[]) => (
    <ul class="plain lines">
      {[...operations.map(lineOf), ...ways.map(lineOfWay)]
        .sort((one, other) => other.at - one.at)
        .map((line) => (
          <Line key={line.id} line={line} refresh={refresh} />
        ))}
    </ul>
  )
  return (
    <Endless
      view={view}
      empty={ways.length ? lines([]) : <Empty title={w.activity.empty} text={w.activity.emptyMore} />}
    >
      {lines}
    </Endless>
  )
}

interface Shown {
  id: string
  at: number
  name: string
  count: number
  href: string | null
  about: string
  undo: ((refresh: () => Promise<void>) => Promise<void>) | null
}

function lineOf(operation: Operation): Shown {
  const { id, kind, title, created_at, undone_at, expires_at } = operation
  const canUndo = kind !== 'undo' && !undone_at && expires_at > new Date().toISOString()
  const state = undone_at ? w.activity.undone : canUndo ? w.activity.until(ago(expires_at)) : ''
  return {
    id,
    at: Date.parse(created_at),
    name: nameOf(operation, toldOf(id)),
    count: countOf(operation),
    href: title && href(`/titles/${title.id}`),
    about: [ago(created_at), state, canUndo && concernsOf(operation)].filter(Boolean).join(' · '),
    undo: canUndo ? (refresh) => undoOperation(id, refresh) : null,
  }
}

const lineOfWay = (way: WayBack): Shown => ({
  id: way.id,
  at: way.at,
  name: way.text,
  count: 1,
  href: null,
  about: [ago(new Date(way.at).toISOString()), w.activity.until(ago(endOf(way).toISOString())), w.undoing.here].join(
    ' · ',
  ),
  undo: (refresh) => takeBack(way, refresh),
})

function Line({ line, refresh }: { line: Shown; refresh: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false)
  const { undo } = line
  const name = <b dir="auto">{line.name}</b>
  return (
    <li class="row">
      <div>
        {line.href ? <a href={line.href}>{name}</a> : name} {line.count > 1 && <span class="pill">{line.count}</span>}
        <div class="s m">{line.about}</div>
      </div>
      {undo && (
        <button
          type="button"
          class="btn sm push"
          aria-disabled={isBusy}
          aria-label={w.undoing.undoOf(line.name)}
          onClick={() => {
            if (isBusy) return
            setBusy(true)
            void undo(refresh).finally(() => setBusy(false))
          }}
        >
          <Icon name="undo" />
          {w.common.undo}
        </button>
      )}
    </li>
  )
}
