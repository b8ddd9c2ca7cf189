import { useState } from 'preact/hooks'
import { type Import, isRunning, readImports, upload } from '../core/imports'
import { ago } from '../core/format'
import { sentence } from '../core/problem'
import { href } from '../core/root'
import { go } from '../core/router'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { w } from '../words'
import { Steps } from './import/steps'
import { OptionFields, optionsOf } from './import/options'

/** The beginning of an import, and those there were. */
export default function Imports() {
  const { value } = useLoad('imports', readImports)
  const earlier = value?.items ?? []
  return (
    <>
      <div class="row wrap ttl">
        <div class="lead">
          <Heading title={w.imports.title} />
          <p class="m">{w.imports.lead}</p>
        </div>
        <Steps at={0} />
      </div>
      <div class="two-thirds">
        <Upload />
        <aside class="box stack">
          <h2>{w.imports.earlier}</h2>
          {value && !earlier.length && <p class="m">{w.imports.none}</p>}
          <ul class="plain lines">
            {earlier.map((one) => (
              <Earlier key={one.id} one={one} />
            ))}
          </ul>
          <a class="btn" href={href('/export')}>
            <Icon name="download" />
            {w.imports.toExport}
          </a>
        </aside>
      </div>
    </>
  )
}

const Earlier = ({ one }: { one: Import }) => (
  <li>
    <a href={href(`/import/${one.id}`)}>{one.file_name}</a>
    <div class="s m">
      {w.imports.states[one.state] ?? one.state} · {w.imports.rows(one.counts.rows ?? 0)} · {ago(one.created_at)}
    </div>
    {isRunning(one) && one.progress && (
      <progress
        max={one.progress.total ?? 1}
        value={one.progress.done}
        aria-label={w.imports.states[one.state] ?? one.state}
      />
    )}
  </li>
)

function Upload() {
  const t = w.viewing
  const [file, setFile] = useState<File | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const [isOver, setOver] = useState(false)
  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!file || isSending) return
    setSending(true)
    setError(null)
    try {
      const made = await upload(file, optionsOf(event.currentTarget as HTMLFormElement))
      go(`/import/${made.id}`)
    } catch (reason) {
      setError(sentence(reason))
    }
    setSending(false)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    setFile(event.dataTransfer?.files[0] ?? null)
  }
  const over = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
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
        {t.chooseFile}
        <input
          type="file"
          aria-label={w.imports.drop}
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
      </label>
      <span class={file ? 'name' : 'm s'}>{file ? file.name : t.orDrop}</span>
      <details>
        <summary>{w.importing.options}</summary>
        <div class="stack">
          <p class="s m">{w.importing.optionsMore}</p>
          <OptionFields withPassword />
        </div>
      </details>
      <p class="s m">{w.imports.dropMore}</p>
      {error && (
        <p class="wrong" role="alert">
          {error}
        </p>
      )}
      <button type="submit" class="btn lamp" aria-disabled={isSending || !file}>
        {w.imports.upload}
      </button>
    </form>
  )
}
