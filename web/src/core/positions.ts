// Where a person stopped: players tell it, the page shows it.
import { api } from '../api/client'
import type { components } from '../api/schema'
import { ask } from './asking'

export type Position = components['schemas']['Position']

export const readPositions = async (signal: AbortSignal): Promise<readonly Position[]> =>
  (
    await ask(
      () => api.GET('/api/v1/positions', { params: { query: { limit: 100, sort: '-updated_at' } }, signal }),
      signal,
    )
  ).items

/** Seconds as a player shows them: 5:07, 1:05:07. */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
