import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { WatchEntry } from '../../api/types'
import { askWhole } from '../../core/asking'
import { ApiError } from '../../core/problem'
import { say } from '../../core/toasts'
import { Icon } from '../../ui/icon'
import { Form } from '../../ui/form'
import { w } from '../../words'

interface Props {
  entry: WatchEntry
  putEntry: (entry: WatchEntry | null) => void
}

/** A note that only its owner sees. Where it was changed elsewhere meanwhile, both are shown. */
export function Note({ entry, putEntry }: Props) {
  const [isEditing, setEditing] = useState(false)
  const [theirs, setTheirs] = useState<string | null>(null)
  if (!isEditing) {
    return (
      <div class="row note">
        <span class="m">
          <Icon name="note" />
        </span>
        <span class={entry.notes ? 'text' : 'm'}>{entry.notes || w.title.noteHint}</span>
        <button type="button" class="btn bare sm push" onClick={() => setEditing(true)}>
          <Icon name="pen" />
          {entry.notes ? w.common.edit : w.title.addNote}
        </button>
      </div>
    )
  }
  const send = async ({ notes = '' }: Record<string, string>) => {
    const path = { entry_id: entry.id }
    const current = await askWhole(() => api.GET('/api/v1/watchlist/{entry_id}', { params: { path } }))
    if (current.data && current.data.notes !== entry.notes && theirs === null) {
      setTheirs(current.data.notes ?? '')
      throw new ApiError(412, { detail: w.title.noteChanged(current.data.notes ?? '') })
    }
    const header = { 'If-Match': current.response.headers.get('ETag') ?? '*' }
    const { data } = await askWhole(() =>
      api.PATCH('/api/v1/watchlist/{entry_id}', { params: { path, header }, body: { notes: notes.trim() || null } }),
    )
    setEditing(false)
    setTheirs(null)
    say(w.did.note)
    putEntry(data ?? null)
  }
  return (
    <Form send={send} submit={w.common.save} class="note stack">
      <label class="field">
        <span>{w.title.note}</span>
        <textarea class="t" name="notes" maxLength={5000} autofocus defaultValue={entry.notes ?? ''} />
      </label>
    </Form>
  )
}
