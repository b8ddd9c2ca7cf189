import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Title } from '../../api/types'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { createList } from '../../core/list-items'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { w } from '../../words'
import { ListForm } from '../lists/list-form'
import { once } from '../../core/sending'

/** Puts a title into one of the person's lists, or into a new one. */
export function AddToList({ title }: { title: Title }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" class="btn bare sm" onClick={() => setOpen(true)}>
        <Icon name="lists" />
        {w.title.addToList}
      </button>
      {isOpen && <Choice title={title} close={() => setOpen(false)} />}
    </>
  )
}

function Choice({ title, close }: { title: Title; close: () => void }) {
  const all = useLoad('lists to add to', (signal) =>
    ask(() => api.GET('/api/v1/lists', { params: { query: { limit: 100 } }, signal }), signal),
  )
  const having = useLoad(`lists with ${title.id}`, (signal) =>
    ask(() => api.GET('/api/v1/lists', { params: { query: { limit: 100, contains: title.id } }, signal }), signal),
  )
  const [isNew, setNew] = useState(false)
  const has = new Set(having.value?.items.map((list) => list.id))
  const header = once()
  const add = async (id: string, name: string) => {
    const path = { list_id: id }
    const send = () =>
      api.POST('/api/v1/lists/{list_id}/items', { params: { path, header }, body: { title_id: title.id } as never })
    await act(send, `${title.title}: ${w.title.addedTo(name)}`, close, (item) => [
      { method: 'delete', path: `/api/v1/lists/${id}/items/${item.id}` },
    ])
  }
  const lists = all.value?.items ?? []
  return (
    <Dialog title={w.title.addToList} close={close}>
      {isNew || (all.value && !lists.length) ? (
        <ListForm
          list={null}
          save={async (body) => {
            const list = await createList(body, once())
            await add(list.id, list.name)
          }}
        />
      ) : (
        <>
          <ul class="plain">
            {lists.map((list) => (
              <li key={list.id}>
                <button
                  type="button"
                  class="btn wide"
                  disabled={has.has(list.id)}
                  onClick={() => void add(list.id, list.name)}
                >
                  <Icon name={has.has(list.id) ? 'completed' : 'plus'} />
                  {list.name}
                </button>
              </li>
            ))}
          </ul>
          <button type="button" class="btn bare" onClick={() => setNew(true)}>
            {w.title.newList}
          </button>
        </>
      )}
    </Dialog>
  )
}
