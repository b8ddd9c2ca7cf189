import { useState } from 'preact/hooks'
import { api } from '../api/client'
import type { ListItem } from '../api/types'
import { act } from '../core/acting'
import { ask } from '../core/asking'
import { go } from '../core/router'
import { say } from '../core/toasts'
import type { ScreenProps } from '../routes'
import { RowBones } from '../ui/bones'
import { Dialog } from '../ui/dialog'
import { Endless } from '../ui/endless'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Menu } from '../ui/menu'
import { Empty, Failure } from '../ui/states'
import { useList } from '../ui/use-list'
import { w } from '../words'
import { ItemRow } from './lists/item-row'
import { ListForm } from './lists/list-form'
import { Share } from './lists/share'

export default function ListScreen({ parts }: ScreenProps) {
  const path = { list_id: parts.id ?? '' }
  const { value: list, error, reload } = useLoad(`list ${path.list_id}`, (signal) => ask(() => api.GET('/api/v1/lists/{list_id}', { params: { path }, signal }), signal))
  const view = useList<ListItem, string>(`items ${path.list_id}`, ({ cursor, signal }) => ask(() => api.GET('/api/v1/lists/{list_id}/items', { params: { path, query: { limit: 100, sort: 'rank', ...(cursor ? { cursor } : {}) } }, signal }), signal), path.list_id)
  const [open, setOpen] = useState<'edit' | 'share' | null>(null)
  if (error && !list) return <Failure error={error} retry={() => void reload()} />
  if (!list) return <RowBones />

  /** Put an item before another, or at the end; painted at once. */
  const move = async (item: ListItem, to: number) => {
    const others = view.items.filter((one) => one.id !== item.id)
    const at = Math.max(0, Math.min(others.length, to))
    const before = others[at]
    view.items = others.toSpliced(at, 0, item)
    view.changed()
    const body = before ? { before: before.id } : { after: others.at(-1)?.id ?? null }
    const isStored = await act(() => api.PATCH('/api/v1/lists/{list_id}/items/{item_id}', { params: { path: { ...path, item_id: item.id } }, body }), w.lists.moved(item.title.title, at + 1), () => undefined)
    if (!isStored) void view.refilter()
    document.querySelector<HTMLElement>(`[data-item="${item.id}"] a.tt`)?.focus()
  }
  const takeOut = (item: ListItem) => {
    const back = view.remove(new Set([item.id]))
    void act(() => api.DELETE('/api/v1/lists/{list_id}/items/{item_id}', { params: { path: { ...path, item_id: item.id } } }), w.lists.takenOut(item.title.title), reload).then((isDone) => isDone || back())
  }
  const remove = () => void act(() => api.DELETE('/api/v1/lists/{list_id}', { params: { path } }), w.lists.removed(list.name), () => undefined).then((isDone) => isDone && go('/lists'))
  const choices = () => [
    { label: w.lists.edit, pick: () => setOpen('edit') },
    { label: w.lists.remove, pick: remove, isDanger: true },
  ]
  return (
    <>
      <div class="row wrap ttl">
        <div>
          <Heading title={list.name} />
          <p class="m">{[list.description, w.lists.count(list.items_count)].filter(Boolean).join(' · ')}</p>
        </div>
        <div class="row push">
          <button type="button" class="btn" onClick={() => setOpen('share')}>
            <Icon name="link" />
            {w.lists.share}
          </button>
          <Menu class="btn bare sq" label={w.common.moreFor(list.name)} choices={choices}>
            <Icon name="more" />
          </Menu>
        </div>
      </div>
      <Endless view={view} empty={<Empty title={w.lists.emptyList} text={w.lists.emptyListMore} />}>
        {(items) => (
          <ol class="plain items">
            {items.map((item, at) => (
              <ItemRow key={item.id} item={item} place={at} isRanked={list.is_ranked} last={items.length - 1} move={(to) => void move(item, to)} takeOut={() => takeOut(item)} />
            ))}
          </ol>
        )}
      </Endless>
      {view.items.length > 1 && <p class="s m no-phone">{w.lists.hint}</p>}
      {open === 'edit' && (
        <Dialog title={w.lists.edit} close={() => setOpen(null)}>
          <ListForm
            list={list}
            save={async (body) => {
              await ask(() => api.PATCH('/api/v1/lists/{list_id}', { params: { path }, body }))
              say(w.lists.saved)
              setOpen(null)
              await reload()
            }}
          />
        </Dialog>
      )}
      {open === 'share' && <Share list={list} close={() => setOpen(null)} changed={reload} />}
    </>
  )
}
