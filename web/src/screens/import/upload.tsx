import { useEffect, useState } from 'preact/hooks'
import { bytes } from '../../core/format'
import { type Import, upload } from '../../core/imports'
import { ApiError } from '../../core/problem'
import { go } from '../../core/router'
import { about, learnAbout } from '../../core/session'
import { Icon } from '../../ui/icon'
import { w } from '../../words'
import { OptionFields, Password, optionsOf } from './options'
import { Troubles } from './troubles'

const isOf = (error: unknown, ...codes: string[]): boolean => error instanceof ApiError && codes.includes(error.code)

/** Where a file is chosen or dropped. One that was not taken stays chosen, and what it lacks is asked for. */
export function Upload({ running, refused }: { running: Import | undefined; refused: () => void }) {
  const t = w.importing
  const [file, setFile] = useState<File | null>(null)
  const [error, setError] = useState<unknown>(null)
  /** Whether the file is encrypted, and how often a password did not open it. */
  const [locked, setLocked] = useState(0)
  const [isSending, setSending] = useState(false)
  const [isOver, setOver] = useState(false)
  useEffect(() => void learnAbout().catch(() => undefined), [])
  const most = about.value?.import_max_bytes ?? Number.POSITIVE_INFINITY
  const isTooLarge = file !== null && file.size > most
  const choose = (chosen: File | undefined) => {
    if (!chosen) return
    setFile(chosen)
    setError(null)
    setLocked(0)
  }
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!file || isSending || isTooLarge) return
    setSending(true)
    setError(null)
    try {
      const made = await upload(file, optionsOf(event.currentTarget as HTMLFormElement))
      go(`/import/${made.id}`)
    } catch (reason) {
      setError(reason)
      if (isOf(reason, 'import_encrypted')) setLocked((times) => times + 1)
      refused()
    }
    setSending(false)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    choose(event.dataTransfer?.files[0])
  }
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  const said = isOf(error, 'import_encrypted') ? (locked > 1 ? t.wrongPassword : t.encrypted) : undefined
  return (
    <form
      class={isOver ? 'drop over' : 'drop'}
      onSubmit={send}
      onDrop={drop}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
    >
      <Icon name="upload" />
      <h2>{w.imports.drop}</h2>
      <label class="btn file">
        {w.viewing.chooseFile}
        <input type="file" aria-label={w.imports.drop} onChange={(event) => choose(event.currentTarget.files?.[0])} />
      </label>
      <span class={file ? 'name' : 'm s'}>{file ? file.name : w.viewing.orDrop}</span>
      {isTooLarge && (
        <Troubles
          error={new ApiError(413, { code: 'payload_too_large' })}
          text={t.tooLarge(bytes(file.size), bytes(most))}
        />
      )}
      {error ? <Troubles error={error} text={said} other={t.stillChosen} running={running} /> : null}
      {locked > 0 && <Password autofocus required />}
      <details open={isOf(error, 'import_source_unknown', 'import_source_mismatch') || undefined}>
        <summary>{t.options}</summary>
        <div class="stack">
          <p class="s m">{t.optionsMore}</p>
          <OptionFields withPassword={!locked} />
        </div>
      </details>
      <p class="s m">{w.imports.dropMore}</p>
      {isSending && <progress aria-label={t.sending} />}
      <button type="submit" class="btn lamp" aria-disabled={isSending || !file || isTooLarge}>
        {isSending ? t.sending : w.imports.upload}
      </button>
    </form>
  )
}
