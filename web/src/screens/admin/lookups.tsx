import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { allPages } from '../../core/pages'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Menu } from '../../ui/menu'
import { useSure } from '../../ui/sure'
import { Bones, Empty, Failure } from '../../ui/states'
import { w } from '../../words'
import { once } from '../../core/sending'

interface Lookup {
  id: string
  name: string
}

/** The calls of a kind; both have the same shape. */
const CALLS = {
  genres: {
    read: (cursor: string | undefined) =>
      ask(() => api.GET('/api/v1/genres', { params: { query: { limit: 100, cursor } } })),
    create: (name: string, header: ReturnType<typeof once>) =>
      ask(() => api.POST('/api/v1/genres', { params: { header }, body: { name } })),
    rename: (id: string, name: string) =>
      ask(() => api.PATCH('/api/v1/genres/{genre_id}', { params: { path: { genre_id: id } }, body: { name } })),
    remove: (id: string) => api.DELETE('/api/v1/genres/{genre_id}', { params: { path: { genre_id: id } } }),
  },
  platforms: {
    read: (cursor: string | undefined) =>
      ask(() => api.GET('/api/v1/platforms', { params: { query: { limit: 100, cursor } } })),
    create: (name: string, header: ReturnType<typeof once>) =>
      ask(() => api.POST('/api/v1/platforms', { params: { header }, body: { name } })),
    rename: (id: string, name: string) =>
      ask(() =>
        api.PATCH('/api/v1/platforms/{platform_id}', { params: { path: { platform_id: id } }, body: { name } }),
      ),
    remove: (id: string) => api.DELETE('/api/v1/platforms/{platform_id}', { params: { path: { platform_id: id } } }),
  },
}

/** Genres or platforms: names that titles are marked with. */
export function Lookups({ kind }: { kind: keyof typeof CALLS }) {
  const calls = CALLS[kind]
  const [edited, setEdited] = useState<Lookup | 'new' | null>(null)
  const { value, error, reload } = useLoad(`admin ${kind}`, () => allPages<Lookup>(calls.read))
  const [sure, askFirst] = useSure()
  const header = once()
  const save = async ({ name = '' }: Record<string, string>) => {
    if (edited === 'new') await calls.create(name, header)
    else if (edited) await calls.rename(edited.id, name)
    setEdited(null)
    await reload()
  }
  const choices = (lookup: Lookup) => () => [
    { label: w.administering.rename, pick: () => setEdited(lookup) },
    {
      label: w.common.delete,
      pick: () =>
        askFirst({
          title: w.administering.removeSure(lookup.name),
          text: w.administering.lookupGone,
          label: w.common.delete,
          act: () => void act(() => calls.remove(lookup.id), w.administering.removed, reload),
        }),
      isDanger: true,
    },
  ]
  return (
    <>
      <div class="row tools">
        <button type="button" class="btn lamp push" onClick={() => setEdited('new')}>
          <Icon name="plus" />
          {w.administering.add}
        </button>
      </div>
      {error && !value ? <Failure error={error} retry={() => void reload()} /> : !value && <Bones count={4} />}
      {value && !value.length && <Empty title={w.browse.nothing} />}
      <ul class="plain lines two-columns">
        {value?.map((lookup) => (
          <li key={lookup.id} class="row">
            <span>{lookup.name}</span>
            <Menu class="btn bare sq sm push" label={w.common.moreFor(lookup.name)} choices={choices(lookup)}>
              <Icon name="more" />
            </Menu>
          </li>
        ))}
      </ul>
      {sure}
      {edited && (
        <Dialog title={edited === 'new' ? w.administering.add : w.administering.rename} close={() => setEdited(null)}>
          <Form send={save} submit={w.common.save}>
            <Field
              label={w.common.name}
              name="name"
              required
              autofocus
              maxLength={100}
              defaultValue={edited === 'new' ? '' : edited.name}
            />
          </Form>
        </Dialog>
      )}
    </>
  )
}
