import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../api/client'
import type { List, ListItem } from '../api/types'
import { act } from '../core/acting'
import { ask } from '../core/asking'
import { type ItemFilter, isWhole, itemQueryOf, readItemFilter } from '../core/item-filter'
import type { ReadPage } from '../core/list'
import {
  besides,
  changeList,
  type ListBody,
  listBodyOf,
  lookAtList,
  putItem,
  putOrder,
  takeOut,
} from '../core/list-items'
import { go, place, setQuery } from '../core/router'
import type { ScreenProps } from '../routes'
import { RowBones } from '../ui/bones'
import { Dialog } from '../ui/dialog'
import { Endless } from '../ui/endless'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { Menu } from '../ui/menu'
import { Empty, Failure } from '../ui/states'
import { useEdit } from '../ui/use-edit'
import { useList } from '../ui/use-list'
import { w } from '../words'
import { ItemRow } from './lists/item-row'
import { ItemTools } from './lists/item-tools'
import { ListForm } from './lists/list-form'
import { Share } from './lists/share'

const readItems: ReadPage<ListItem, ItemFilter> = ({ filter, cursor, signal }) => {
  const params = {
    path: { list_id: filter.listId },
    query: { ...itemQueryOf(filter), limit: 100, ...(cursor ? { cursor } : {}) },
  }
  return ask(() => api.GET('/api/v1/lists/{list_id}/items', { params, signal }), signal)
}

export default function ListScreen({ parts }: ScreenProps) {
  const path = { list_id: parts.id ?? '' }
  const {
    value: list,
    error,
    reload,
  } = useLoad(`list ${path.list_id}`, (signal) =>
    ask(() => api.GET('/api/v1/lists/{list_id}', { params: { path }, signal }), signal),
  )
  const filter = readItemFilter(path.list_id, place.value.query)
  const view = useList(`items ${path.list_id}`, readItems, filter)
  const [open, setOpen] = useState<'edit' | 'share' | null>(null)
  /** The list as it was last read or ordered, and the orders that are on their way. */
  const latest = useRef<List | undefined>(undefined)
  const moving = useRef<Promise<void>>(Promise.resolve())
  useEffect(() => {
    latest.current = list
  }, [list])
  if (error && !list) return <Failure isScreen error={error} retry={() => void reload()} />
  if (!list) return <RowBones />

  const refresh = async () => {
    await reload()
    await view.refilter()
  }
  /** Put an item before another, or at the end; painted at once, and taken back to where it was. */
  const move = (item: ListItem, to: number) => {
    const from = view.items.findIndex((one) => one.id === item.id)
    const others = view.items.filter((one) => one.id !== item.id)
    const at = Math.max(0, Math.min(others.length, to))
    view.items = others.toSpliced(at, 0, item)
    view.changed()
    const all = view.items
    const back = () => [
      {
        method: 'patch' as const,
        path: `/api/v1/lists/${path.list_id}/items/${item.id}`,
        body: besides(others, from),
      },
    ]
    const send = async () => {
      if (!view.isComplete || !isWhole(filter)) return putItem(path.list_id, item, besides(others, at))
      const answer = await putOrder(latest.current ?? list, all)
      if (answer.data) latest.current = answer.data
      return answer
    }
    const text = w.lists.moved(item.title.title, at + 1)
    // One after the other: each order names the version that the one before led to.
    moving.current = moving.current.then(async () => {
      const isStored = await act<unknown>(send, text, reload, back, refresh)
      if (!isStored) await refresh()
    })
    document.querySelector<HTMLElement>(`[data-item="${item.id}"] a.tt`)?.focus()
  }
  const takeItOut = (item: ListItem) => {
    const back = view.remove(new Set([item.id]))
    void takeOut(path.list_id, item, refresh).then((isDone) => isDone || back())
  }
  const remove = () =>
    void act(
      () => api.DELETE('/api/v1/lists/{list_id}', { params: { path } }),
      w.lists.removed(list.name),
      () => undefined,
    ).then((isDone) => isDone && go('/lists'))
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
      {list.items_count > 1 && <ItemTools filter={filter} />}
      <Endless
        view={view}
        empty={list.items_count ? <NothingFits /> : <Empty title={w.lists.emptyList} text={w.lists.emptyListMore} />}
      >
        {(items) => (
          <ol class="plain items">
            {items.map((item, at) => (
              <ItemRow
                key={item.id}
                item={item}
                place={at}
                isRanked={list.is_ranked}
                last={items.length - 1}
                isFixed={!isWhole(filter)}
                move={(to) => move(item, to)}
                takeOut={() => takeItOut(item)}
              />
            ))}
          </ol>
        )}
      </Endless>
      {view.items.length > 1 && isWhole(filter) && <p class="s m no-phone">{w.lists.hint}</p>}
      {open === 'edit' && (
        <Dialog title={w.lists.edit} close={() => setOpen(null)}>
          <Edit list={list} close={() => setOpen(null)} refresh={reload} />
        </Dialog>
      )}
      {open === 'share' && <Share list={list} close={() => setOpen(null)} changed={reload} />}
    </>
  )
}

function Edit({ list, close, refresh }: { list: List; close: () => void; refresh: () => Promise<void> }) {
  const save = useEdit(list)
  const send = async (mine: ListBody) => {
    await save({
      of: listBodyOf,
      mine,
      send: (from) => changeList(from, mine, refresh),
      look: () => lookAtList(list.id),
      tell: ({ name }) => w.clash.listChanged(name),
    })
    close()
  }
  return <ListForm list={list} save={send} />
}

const NothingFits = () => (
  <Empty title={w.list.noneTitle} text={w.browse.nothingFiltered}>
    <button type="button" class="btn" onClick={() => setQuery({ kind: null, status: null }, { push: true })}>
      {w.browse.clear}
    </button>
  </Empty>
)
