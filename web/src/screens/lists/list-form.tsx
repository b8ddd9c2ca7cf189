import type { List } from '../../api/types'
import type { ListBody } from '../../core/list-items'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { w } from '../../words'

export function ListForm({ list, save }: { list: List | null; save: (body: ListBody) => Promise<void> }) {
  return (
    <Form
      send={({ name = '', description = '', ranked }) =>
        save({ name, description: description.trim() || null, is_ranked: ranked === 'on' })
      }
      submit={w.common.save}
    >
      <Field label={w.lists.name} name="name" required maxLength={200} autofocus defaultValue={list?.name} />
      <label class="field">
        <span>{w.lists.description}</span>
        <textarea class="t" name="description" maxLength={5000} defaultValue={list?.description ?? ''} />
      </label>
      <label class="opt">
        <input type="checkbox" name="ranked" defaultChecked={list?.is_ranked ?? true} />
        <span>{w.lists.ranked}</span>
      </label>
    </Form>
  )
}
