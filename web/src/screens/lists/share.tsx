import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { List } from '../../api/types'
import { act, sayWithWayBack } from '../../core/acting'
import { ask } from '../../core/asking'
import { complainOf } from '../../core/complaints'
import { ago } from '../../core/format'
import { href } from '../../core/root'
import type { Step } from '../../core/ways-back'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Once } from '../../ui/once'
import { useSure } from '../../ui/sure'
import { w } from '../../words'

/** Links by which others see a list without an account. */
export function Share({ list, close, changed }: { list: List; close: () => void; changed: () => Promise<void> }) {
  const path = { list_id: list.id }
  const show = (visibility: 'link' | 'private') =>
    api.PATCH('/api/v1/lists/{list_id}', { params: { path }, body: { visibility } })
  const stepTo = (visibility: 'link' | 'private'): Step => ({
    method: 'patch',
    path: `/api/v1/lists/${list.id}`,
    body: { visibility },
  })
  const [sure, askFirst] = useSure()
  const [made, setMade] = useState<string | null>(null)
  const { value, reload } = useLoad(`links ${list.id}`, (signal) =>
    ask(() => api.GET('/api/v1/lists/{list_id}/links', { params: { path, query: { limit: 50 } }, signal }), signal),
  )
  const refresh = () => Promise.all([reload(), changed()])
  const make = async () => {
    try {
      const wasPrivate = list.visibility === 'private'
      if (wasPrivate) await ask(() => show('link'))
      const link = await ask(() => api.POST('/api/v1/lists/{list_id}/links', { params: { path }, body: {} }))
      // The page shows the list at an address of its own; the secret is the last part of the API's.
      setMade(new URL(href(`/shared/lists/${link.url.split('/').at(-1)}`), location.href).href)
      const end: Step = { method: 'delete', path: `/api/v1/lists/${list.id}/links/${link.id}` }
      const steps = wasPrivate ? [end, stepTo('private')] : [end]
      await sayWithWayBack(w.lists.linkMade(list.name), steps, refresh)
      await refresh()
    } catch (error) {
      complainOf(error)
    }
  }
  const hide = () =>
    void act(
      () => show('private'),
      w.lists.hidden(list.name),
      changed,
      () => [stepTo('link')],
    )
  const end = (id: string) =>
    askFirst({
      title: w.lists.endSure,
      text: w.lists.endMore,
      label: w.lists.endLink,
      act: () =>
        void act(
          () => api.DELETE('/api/v1/lists/{list_id}/links/{link_id}', { params: { path: { ...path, link_id: id } } }),
          w.lists.ended,
          reload,
        ),
    })
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
        <button type="button" class="btn" onClick={hide}>
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
      {sure}
    </Dialog>
  )
}
