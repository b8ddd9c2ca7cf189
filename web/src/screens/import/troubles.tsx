import type { Import } from '../../core/imports'
import { ApiError, sentence } from '../../core/problem'
import { href } from '../../core/root'
import { w } from '../../words'

interface Props {
  error: unknown
  /** What it is, where the page knows better than the service. */
  text?: string | undefined
  /** What to do where nothing else is known. */
  other?: string | undefined
  running?: Import | undefined
}

/** Why a file was not taken, and what to do about it. */
export function Troubles({ error, text = sentence(error), other, running }: Props) {
  const code = error instanceof ApiError ? error.code : ''
  return (
    <div class="box wrong stack" role="alert">
      <b>{text}</b>
      <p class="s">{w.importing.advice[code] ?? other}</p>
      {code === 'import_running' && running && <a href={href(`/import/${running.id}`)}>{w.importing.toRunning}</a>}
    </div>
  )
}
