import type { Bulk } from '../api/types'
import { ApiError } from './problem'

/** The stored resource of a bulk of one item. @throws {ApiError} where the service refused it. */
export function resourceOf<T>(bulk: Bulk): T {
  const [item] = bulk.items
  if (item?.error) throw new ApiError(item.status, item.error)
  return item?.resource as T
}
