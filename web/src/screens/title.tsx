import { api } from '../api/client'
import type { Title, WatchEntry } from '../api/types'
import { ask } from '../core/asking'
import { datesChanged } from '../core/dated'
import { refreshEntry } from '../core/entries'
import { entries } from '../core/elsewhere'
import { ApiError, sentence } from '../core/problem'
import { me } from '../core/session'
import { complain } from '../core/toasts'
import { changes, viewerOf } from '../core/viewers'
import { TitleBones } from '../ui/bones'
import { useLoad } from '../ui/load'
import { Failure } from '../ui/states'
import { Stopped } from '../ui/stopped'
import type { ScreenProps } from '../routes'
import { useEffect } from 'preact/hooks'
import { Episodes } from './title/episodes'
import { Hero } from './title/hero'
import { More } from './title/more'
import { Reviews } from './title/reviews'

export interface TitleData {
  title: Title
  entry: WatchEntry | null
  /** Whether the entry is the copy in memory, which the service has not confirmed yet. */
  isCopy: boolean
}

/** A title, and what the person has of it. An entry removed meanwhile is none. */
async function read(id: string, signal: AbortSignal): Promise<TitleData> {
  const title = await ask(
    () => api.GET('/api/v1/titles/{title_id}', { params: { path: { title_id: id } }, signal }),
    signal,
  )
  const entryId = title.viewer?.watch_entry_id
  if (!entryId) return { title, entry: null, isCopy: false }
  const copy = entries.peek()?.find((one) => one.id === entryId)
  return { title, entry: copy ?? (await entryOf(entryId)), isCopy: Boolean(copy) }
}

async function entryOf(id: string): Promise<WatchEntry | null> {
  try {
    return await refreshEntry(id)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

export default function TitleScreen({ parts }: ScreenProps) {
  const id = parts.id ?? ''
  const { value, error, reload, set } = useLoad(`title ${id}`, (signal) => read(id, signal))
  const isIn = Boolean(me.value)
  const viewer = value ? viewerOf(value.title) : null
  useEffect(() => {
    if (value) void reload()
  }, [isIn])
  // A change made anywhere on the page, or in another tab, is read with its consequences.
  useEffect(() => {
    if (value && changes.value) void reload()
  }, [viewer?.watch_entry_id, viewer?.status, viewer?.rating, datesChanged.value])

  const putEntry = (after: WatchEntry | null) =>
    value && after ? set({ ...value, entry: after, isCopy: false }) : void reload()
  // What is in memory is painted first, and what the service says of it afterwards.
  useEffect(() => {
    if (!value?.isCopy || !value.entry) return
    const of = value
    entryOf(value.entry.id).then(
      (entry) => set({ title: of.title, entry, isCopy: false }),
      (reason: unknown) => complain(sentence(reason)),
    )
  }, [value])

  if (error && !value) return <Failure isScreen error={error} retry={() => void reload()} />
  if (!value) return <TitleBones id={id} />
  const { title, entry } = value
  return (
    <>
      <Hero title={title} entry={entry} putEntry={putEntry} reload={() => void reload()} />
      {isIn && <Stopped titleId={title.id} />}
      {title.media_type !== 'movie' && <Episodes title={title} entry={entry} putEntry={putEntry} />}
      <Reviews title={title} reload={() => void reload()} />
      <More title={title} />
    </>
  )
}
