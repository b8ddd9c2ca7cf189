import type { Page } from './list'

/** Read a list to its end, page by page. For lists that are short by their nature: seasons, plays of one title. */
export async function allPages<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page: Page<T> = await read(cursor)
    items.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  return items
}
