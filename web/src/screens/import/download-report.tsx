import { useEffect, useRef, useState } from 'preact/hooks'
import { number } from '../../core/format'
import type { Import } from '../../core/imports'
import { complainOf } from '../../core/complaints'
import { isAbort } from '../../core/problem'
import { Icon } from '../../ui/icon'
import { w } from '../../words'
import { reportOf } from './report'

/** Gives the person a file that says what becomes of each row; it says how far it is, and a second press ends it. */
export function DownloadReport({ one }: { one: Import }) {
  const [read, setRead] = useState<number | null>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const download = async () => {
    if (abort.current) return abort.current.abort()
    abort.current = new AbortController()
    setRead(0)
    try {
      save(await reportOf(one, setRead, abort.current.signal), `${one.file_name}-report.csv`)
    } catch (error) {
      if (!isAbort(error)) complainOf(error)
    }
    abort.current = null
    setRead(null)
  }
  return (
    <button type="button" class="btn bare" onClick={() => void download()}>
      <Icon name="download" />
      {read === null ? w.importing.report : w.importing.reporting(number(read), number(one.counts.rows ?? 0))}
    </button>
  )
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
