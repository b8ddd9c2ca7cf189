import { useState } from 'preact/hooks'
import type { WatchEntry } from '../../api/types'
import { refreshEntry } from '../../core/entries'
import { changeNote } from '../../core/notes'
import { Icon } from '../../ui/icon'
import { Form } from '../../ui/form'
import { useEdit } from '../../ui/use-edit'
import { w } from '../../words'

interface Props {
  entry: WatchEntry
  putEntry: (entry: WatchEntry | null) => void
}

/** A note that only its owner sees. Where it was changed elsewhere meanwhile, both are shown. */
export function Note(props: Props) {
  const [isEditing, setEditing] = useState(false)
  const { notes } = props.entry
  return isEditing ? (
    <Edit {...props} close={() => setEditing(false)} />
  ) : (
    <Shown notes={notes} edit={() => setEditing(true)} />
  )
}

const Shown = ({ notes, edit }: { notes: string | null; edit: () => void }) => (
  <div class="row note">
    <span class="m">
      <Icon name="note" />
    </span>
    <span class={notes ? 'text' : 'm'}>{notes || w.title.noteHint}</span>
    <button type="button" class="btn bare sm push" onClick={edit}>
      <Icon name="pen" />
      {notes ? w.common.edit : w.title.addNote}
    </button>
  </div>
)

function Edit({ entry, putEntry, close }: Props & { close: () => void }) {
  const save = useEdit(entry)
  const send = async ({ notes = '' }: Record<string, string>) => {
    const mine = notes.trim() || null
    await save({
      of: (one) => one.notes,
      mine,
      send: (from) => changeNote(from, mine, async () => putEntry(await refreshEntry(entry.id))),
      look: () => refreshEntry(entry.id),
      tell: (theirs) => w.title.noteChanged(theirs.notes ?? ''),
    })
    close()
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
