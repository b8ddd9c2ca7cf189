// How this browser takes back what the service keeps no operation of, also after it was closed; gone when the person leaves.
import { signal } from '@preact/signals'
import { api } from '../api/client'
import { w } from '../words'
import { ask } from './asking'
import { changeKey } from './change-key'
import { complainOf } from './complaints'
import { ChangedElsewhere, isOfAnotherVersion } from './guard'
import { isNothing } from './problem'
import { copies } from './store'
import { complain, say } from './toasts'
import { tagOf } from './versions'

/** One request of those that take a change back. */
export interface Step {
  method: 'put' | 'patch' | 'post' | 'delete'
  /** Of the API, with its ids. */
  path: string
  body?: unknown
  /** Members as the change left them: where one was changed since, nothing is taken back. */
  left?: object
}

export interface WayBack {
  id: string
  text: string
  at: number
  steps: readonly Step[]
}

const KEY = 'ways back'
const MOST = 100
/** As long as operations of the service, in milliseconds. */
const OPEN_FOR = 30 * 86_400_000

/** What can be taken back, the last first. */
export const waysBack = signal<readonly WayBack[]>([])

export const endOf = (way: WayBack): Date => new Date(way.at + OPEN_FOR)

async function store(ways: readonly WayBack[]): Promise<void> {
  waysBack.value = ways
  await copies.write(KEY, ways)
}

export async function learnWaysBack(): Promise<readonly WayBack[]> {
  const stored = (await copies.read<WayBack[]>(KEY)) ?? []
  const known = new Map([...stored, ...waysBack.value].map((way) => [way.id, way]))
  waysBack.value = [...known.values()]
    .filter((way) => endOf(way).getTime() > Date.now())
    .sort((one, other) => other.at - one.at)
    .slice(0, MOST)
  return waysBack.value
}

export async function noteWayBack(text: string, steps: readonly Step[]): Promise<WayBack> {
  const way = { id: changeKey(), text, at: Date.now(), steps }
  await store([way, ...(await learnWaysBack())])
  return way
}

/** @throws {ChangedElsewhere} where something is no longer as a change left it. */
async function versionOf(path: string, left: object): Promise<string> {
  const now = (await ask(() => api.GET(path as never))) as { updated_at: string }
  const members = now as unknown as Record<string, unknown>
  if (Object.entries(left).some(([name, value]) => members[name] !== value)) throw new ChangedElsewhere(now)
  return tagOf(now.updated_at)
}

async function take({ method, path, body, left }: Step): Promise<void> {
  const headers = {
    ...(method === 'post' ? { 'Idempotency-Key': changeKey() } : {}),
    ...(left ? { 'If-Match': await versionOf(path, left) } : {}),
  }
  await ask(() => api.request(method, path as never, { headers, ...(body === undefined ? {} : { body }) } as never))
}

/** Take a change back, then show what is there. What somebody has changed or removed since stays as it is. */
export async function takeBack(way: WayBack, restored: () => unknown): Promise<void> {
  try {
    for (const step of way.steps) await take(step)
    say(w.did.undone)
    await forget(way)
  } catch (error) {
    if (error instanceof ChangedElsewhere || isOfAnotherVersion(error) || isNothing(error)) {
      complain(w.undoing.changedSince)
      await forget(way)
    } else complainOf(error)
  }
  await restored()
}

async function forget(way: WayBack): Promise<void> {
  await store((await learnWaysBack()).filter(({ id }) => id !== way.id))
}

export const forgetWaysBack = (): void => {
  waysBack.value = []
}
