import { useEffect, useState } from 'preact/hooks'
import { api } from '../api/client'
import type { Operation, Play } from '../api/types'
import { ask } from '../core/asking'
import { complainOf } from '../core/complaints'
import { ago, when } from '../core/format'
import { href } from '../core/root'
import { place, setQuery } from '../core/router'
import { concernsOf, countOf, nameOf } from '../core/operations'
import { learnTold, toldOf } from '../core/told'
import { undoOperation } from '../core/optimistic'
import { changes } from '../core/viewers'
import { Endless } from '../ui/endless'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { Poster } from '../ui/poster'
import { Empty } from '../ui/states'
import { useList } from '../ui/use-list'
import { w } from '../words'

/** What was changed and can be taken back, and what was watched. */
export default function Activity() {
  const isWatched = place.value.query.get('part') === 'watched'
  return (
    <>
      <div class="row wrap ttl">
        <Heading title={w.activity.title} />
        <span class="seg push" role="group" aria-label={w.activity.title}>
          <button type="button" aria-pressed={!isWatched} onClick={() => setQuery({ part: null })}>
            {w.activity.changes}
          </button>
          <button type="button" aria-pressed={isWatched} onClick={() => setQuery({ part: 'watched' })}>
            {w.activity.watched}
          </button>
        </span>
      </div>
      {isWatched ? <Watched /> : <Changes />}
    </>
  )
}

function Changes() {
  useEffect(() => void learnTold(), [])
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
  const [busy, setBusy] = useState<string | null>(null)
  const undo = async (id: string) => {
    setBusy(id)
    await undoOperation(id, () => view.refilter())
    changes.value++
    setBusy(null)
  }
  const canUndo = (operation: Operation) =>
    operation.kind !== 'undo' && !operation.undone_at && operation.expires_at > new Date().toISOString()
  return (
    <Endless view={view} empty={<Empty title={w.activity.empty} text={w.activity.emptyMore} />}>
      {(operations) => (
        <ul class="plain lines">
          {operations.map((operation) => (
            <li key={operation.id} class="row">
              <div>
                <Name operation={operation} />
                <div class="s m">
                  {[
                    ago(operation.created_at),
                    operation.undone_at
                      ? w.activity.undone
                      : canUndo(operation) && w.activity.until(ago(operation.expires_at)),
                    canUndo(operation) && concernsOf(operation),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </div>
              {canUndo(operation) && (
                <button
                  type="button"
                  class="btn sm push"
                  aria-disabled={busy === operation.id}
                  aria-label={w.undoing.undoOf(nameOf(operation, toldOf(operation.id)))}
                  onClick={() => void undo(operation.id)}
                >
                  <Icon name="undo" />
                  {w.common.undo}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Endless>
  )
}

function Name({ operation }: { operation: Operation }) {
  const name = <b dir="auto">{nameOf(operation, toldOf(operation.id))}</b>
  const count = countOf(operation)
  return (
    <>
      {operation.title ? <a href={href(`/titles/${operation.title.id}`)}>{name}</a> : name}{' '}
      {count > 1 && <span class="pill">{count}</span>}
    </>
  )
}

function Watched() {
  const view = useList<Play, null>(
    'plays',
    ({ cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/plays', {
            params: { query: { limit: 50, sort: '-watched_on', ...(cursor ? { cursor } : {}) } },
            signal,
          }),
        signal,
      ),
    null,
  )
  return (
    <Endless view={view} empty={<Empty title={w.activity.emptyWatched} text={w.activity.emptyWatchedMore} />}>
      {(plays) => (
        <ul class="plain lines">
          {plays.map((play) => (
            <li key={play.id} class="item played">
              <a href={href(`/titles/${play.title.id}`)} tabIndex={-1} aria-hidden="true">
                <Poster title={play.title} width={154} />
              </a>
              <div class="n">
                <a class="tt" href={href(`/titles/${play.title.id}`)}>
                  {play.title.title}
                </a>
                <span class="m s">
                  {play.episode
                    ? [w.home.short(play.episode.season, play.episode.number), play.episode.title]
                        .filter(Boolean)
                        .join(' · ')
                    : w.kinds[play.title.media_type]}
                </span>
              </div>
              <span class="m s push">{when(play.watched_on, play.precision)}</span>
            </li>
          ))}
        </ul>
      )}
    </Endless>
  )
}
