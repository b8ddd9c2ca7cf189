// What was said of each change made in this browser, so that Activity names it; gone when the person leaves.
import { signal } from '@preact/signals'
import { copies } from './store'

const KEY = 'told'
const MOST = 300

const told = signal<ReadonlyMap<string, string>>(new Map())

export const toldOf = (operationId: string): string | undefined => told.value.get(operationId)

export async function learnTold(): Promise<void> {
  const before = (await copies.read<[string, string][]>(KEY)) ?? []
  told.value = new Map([...before, ...told.value])
}

export async function noteTold(operationId: string, text: string): Promise<void> {
  await learnTold()
  told.value = new Map([...told.value, [operationId, text] as const].slice(-MOST))
  await copies.write(KEY, [...told.value])
}

export const forgetTold = (): void => {
  told.value = new Map()
}
