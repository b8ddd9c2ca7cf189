import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { List } from '../../api/types'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { ago } from '../../core/format'
import { sentence } from '../../core/problem'
import { href } from '../../core/root'
import { complain } from '../../core/toasts'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Once } from '../../ui/once'
import { w } from '../../words'

/** Links by which others see a list without an account. */
export function Share({ list, close, changed }: { list: List; close: () => void; changed: () => Promise<void> }) {
  const path = { list_id: list.id }
  const show = (visibility: 'link' | 'private') =>
    ask(() => api.PATCH('/api/v1/lists/{list_id}', { params: { path }, body: { visibility } }))
  const [made, setMade] = useState<string | null>(null)
  const { value, reload } = useLoad(`links ${list.id}`, (signal) =>
    ask(() => api.GET('/api/v1/lists/{list_id}/links', { params: { path, query: { limit: 50 } }, signal }), signal),
  )
  const make = async () => {
    try {
      if (list.visibility === 'private') await show('link')
      const link = await ask(() => api.POST('/api/v1/lists/{list_id}/links', { params: { path }, body: {} }))
      // The page shows the list at an address of its own; the secret is the last part of the API's.
      setMade(new URL(href(`/shared/lists/${link.url.split('/').at(-1)}`), location.href).href)
      await Promise.all([reload(), changed()])
    } catch (error) {
      complain(sentence(error))
    }
  }
  const end = (id: string) =>
    void act(
      () => api.DELETE('/api/v1/lists/{list_id}/links/{link_id}', { params: { path: { ...path, link_id: id } } }),
      w.lists.ended,
      reload,
    )
  return (
    <Dialog title={w.lists.shareTitle} close={close}>
      <p class="m">{w.lists.shareMore}</p>
      {made ? (
        <Once label={w.lists.copyNow} text={made} />
      ) : (
        <button type="button" class="btn lamp" onClick={() => void make()}>
          <Icon name="link" />
          {w.lists.newLink}
        </button>
      )}
      {list.visibility === 'link' && !made && (
        <button type="button" class="btn" onClick={() => void show('private').then(changed)}>
          <Icon name="lock" />
          {w.lists.hide}
        </button>
      )}
      {value && value.items.length > 0 && (
        <>
          <h3>{w.lists.links}</h3>
          <ul class="plain">
            {value.items.map((link) => (
              <li key={link.id} class="row">
                <span>{link.name ?? w.lists.linkOf(ago(link.created_at))}</span>
                <button type="button" class="btn bare sm danger push" onClick={() => end(link.id)}>
                  {w.lists.endLink}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}
