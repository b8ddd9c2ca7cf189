import { useState } from 'preact/hooks'
import { api } from '../api/client'
import type { List } from '../api/types'
import { ask } from '../core/asking'
import { ago } from '../core/format'
import { createList } from '../core/list-items'
import { href } from '../core/root'
import { go } from '../core/router'
import { Dialog } from '../ui/dialog'
import { Endless } from '../ui/endless'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { Empty } from '../ui/states'
import { useList } from '../ui/use-list'
import { w } from '../words'
import { Front } from './lists/front'
import { ListForm } from './lists/list-form'
import { once } from '../core/sending'

export default function Lists() {
  const [isNew, setNew] = useState(false)
  const view = useList<List, null>(
    'lists',
    ({ cursor, signal }) =>
      ask(
        () => api.GET('/api/v1/lists', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } }, signal }),
        signal,
      ),
    null,
  )
  const button = (
    <button type="button" class="btn lamp" onClick={() => setNew(true)}>
      <Icon name="plus" />
      {w.lists.create}
    </button>
  )
  const header = once()
  return (
    <>
      <div class="row wrap ttl">
        <Heading title={w.lists.title} />
        <span class="push">{view.items.length > 0 && button}</span>
      </div>
      <Endless
        view={view}
        empty={
          <Empty title={w.lists.emptyTitle} text={w.lists.emptyMore}>
            {button}
          </Empty>
        }
      >
        {(lists) => (
          <ul class="plain boxes">
            {lists.map((list) => (
              <li key={list.id} class="box">
                <Front list={list} />
                <h2>
                  <a href={href(`/lists/${list.id}`)}>{list.name}</a>
                </h2>
                {list.description && <p class="m cut">{list.description}</p>}
                <p class="s m">
                  {w.lists.count(list.items_count)} · {ago(list.updated_at)}
                </p>
              </li>
            ))}
          </ul>
        )}
      </Endless>
      {isNew && (
        <Dialog title={w.lists.create} close={() => setNew(false)}>
          <ListForm
            list={null}
            save={async (body) => {
              const list = await createList(body, header)
              go(`/lists/${list.id}`)
            }}
          />
        </Dialog>
      )}
    </>
  )
}
