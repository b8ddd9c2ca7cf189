import { api } from '../api/client'
import type { components } from '../api/schema'
import { ask } from '../core/asking'
import { ApiError } from '../core/problem'
import { me } from '../core/session'
import type { ScreenProps } from '../routes'
import { Card } from '../ui/card'
import { Endless } from '../ui/endless'
import { Heading } from '../ui/heading'
import { useLoad } from '../ui/load'
import { Bones, Empty, Failure } from '../ui/states'
import { useList } from '../ui/use-list'
import { w } from '../words'

type Item = components['schemas']['SharedListItem']

/** What a stranger sees who has the link of a list. */
export default function SharedList({ parts }: ScreenProps) {
  const path = { secret: parts.secret ?? '' }
  const {
    value: list,
    error,
    reload,
  } = useLoad(`shared ${path.secret}`, (signal) =>
    ask(() => api.GET('/api/v1/shared/lists/{secret}', { params: { path }, signal }), signal),
  )
  const view = useList<Item, string>(
    `shared items ${path.secret}`,
    ({ cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/shared/lists/{secret}/items', {
            params: { path, query: { limit: 100, sort: 'rank', ...(cursor ? { cursor } : {}) } },
            signal,
          }),
        signal,
      ),
    path.secret,
  )
  if (error instanceof ApiError && error.status === 404) return <Empty title={w.lists.gone} text={w.lists.goneMore} />
  if (error && !list) return <Failure isScreen error={error} retry={() => void reload()} />
  if (!list) return <Bones count={6} />
  return (
    <>
      <div class="ttl">
        <p class="m s">{w.lists.by(list.owner.username)}</p>
        <Heading title={list.name} />
        {list.description && <p class="m text">{list.description}</p>}
      </div>
      <Endless view={view} empty={<Empty title={w.lists.emptyList} />}>
        {(items) => (
          <ol class="plain grid">
            {items.map((item, at) => (
              <li key={item.id}>
                <Card
                  title={{ ...item.title, id: item.title.id ?? item.id }}
                  isStatic={!me.value || !item.title.id}
                  number={list.is_ranked ? at + 1 : undefined}
                  isUnlinked={!item.title.id}
                />
                {item.note && <p class="s m text">{item.note}</p>}
              </li>
            ))}
          </ol>
        )}
      </Endless>
    </>
  )
}
