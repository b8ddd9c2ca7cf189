import { api } from '../../api/client'
import type { AdminUser } from '../../api/types'
import { ask } from '../../core/asking'
import { useLoad } from '../../ui/load'
import { useList } from '../../ui/use-list'

export const GROUPS = { all: {}, admins: { role: 'admin' }, disabled: { is_active: false } } as const
export type Group = keyof typeof GROUPS

interface Query {
  q?: string
  role?: 'admin'
  is_active?: boolean
  cursor?: string
  limit: number
  with_total?: boolean
}

const read = (query: Query, signal: AbortSignal) =>
  ask(() => api.GET('/api/v1/users', { params: { query }, signal }), signal)

/** The accounts of a group whose name or e-mail has these letters. */
export const useUsers = (q: string, group: Group) =>
  useList<AdminUser, { q: string; group: Group }>(
    'users',
    ({ filter, cursor, signal }) =>
      read(
        { limit: 50, ...(filter.q ? { q: filter.q } : {}), ...GROUPS[filter.group], ...(cursor ? { cursor } : {}) },
        signal,
      ),
    { q, group },
  )

const count = async (group: Group, signal: AbortSignal): Promise<number> =>
  (await read({ limit: 1, with_total: true, ...GROUPS[group] }, signal)).total ?? 0

/** What stands around the list: how the service is, and how many accounts each group has. */
export const useOverview = () =>
  useLoad('overview', async (signal) => {
    const [facts, all, admins, disabled] = await Promise.all([
      ask(() => api.GET('/api/v1/admin/overview', { signal }), signal),
      ...(Object.keys(GROUPS) as Group[]).map((group) => count(group, signal)),
    ] as const)
    return { facts, counts: { all, admins, disabled } as Record<Group, number> }
  })
