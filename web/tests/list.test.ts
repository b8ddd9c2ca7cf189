import { describe, expect, test, vi } from 'vitest'
import { ListView, type Page } from '../src/core/list'

interface Row {
  id: string
  name?: string
}

const rows = (from: number, count: number): Row[] => Array.from({ length: count }, (_, at) => ({ id: `${from + at}` }))

/** A list of a service: pages of forty rows, whose cursor is where the next begins. */
function service(count: number) {
  return vi.fn(async ({ cursor, withTotal }: { cursor: string | null; withTotal: boolean }): Promise<Page<Row>> => {
    const from = Number(cursor ?? 0)
    const items = rows(from, Math.min(40, count - from))
    return { items, next_cursor: from + 40 < count ? String(from + 40) : null, ...(withTotal ? { total: count } : {}) }
  })
}

/** Requests that are answered when the test says so. */
function onCommand() {
  const asked: {
    filter: string
    signal: AbortSignal
    answer: (page: Page<Row>) => void
    fail: (error: Error) => void
  }[] = []
  const read = ({ filter, signal }: { filter: string; signal: AbortSignal }) =>
    new Promise<Page<Row>>((answer, fail) => asked.push({ filter, signal, answer, fail }))
  return { asked, read }
}

describe('pages', () => {
  test('the first asks for the total, later ones do not', async () => {
    const read = service(100)
    const view = new ListView<Row, string>(read, '')
    await view.refilter()
    await view.need(30)
    expect(read.mock.calls.map(([request]) => request.withTotal)).toEqual([true, false])
    expect([view.items.length, view.total]).toEqual([80, 100])
  })

  test('the next is read when fewer than thirty rows are left below', async () => {
    const read = service(100)
    const view = new ListView<Row, string>(read, '')
    await view.refilter()
    await view.need(9)
    expect(read).toHaveBeenCalledTimes(1)
    await view.need(10)
    expect(read).toHaveBeenCalledTimes(2)
  })

  test('reading ends with the last, and what is there counts then', async () => {
    const read = service(50)
    const view = new ListView<Row, string>(read, '')
    await view.refilter()
    await view.need(40)
    await view.need(50)
    expect(read).toHaveBeenCalledTimes(2)
    expect([view.isComplete, view.items.length, view.total]).toEqual([true, 50, 50])
  })

  test('a list that ends before its matches tells how many there are', async () => {
    const read = vi.fn(async () => ({ items: [{ id: '1' }], next_cursor: null, total: 1308 }) as Page<Row>)
    const view = new ListView<Row, string>(read, '')
    await view.refilter()
    expect([view.isComplete, view.total, view.matches]).toEqual([true, 1, 1308])
  })

  test('a row that moved to the next page stands once', async () => {
    const pages: Page<Row>[] = [
      { items: rows(0, 3), next_cursor: 'a' },
      { items: rows(2, 3), next_cursor: null },
    ]
    const view = new ListView<Row, string>(async () => pages.shift() as Page<Row>, '')
    await view.refilter()
    await view.need(3)
    expect(view.items.map((row) => row.id)).toEqual(['0', '1', '2', '3', '4'])
  })
})

describe('filters', () => {
  test('an old answer never replaces the newer one', async () => {
    const { asked, read } = onCommand()
    const view = new ListView<Row, string>(read, '')
    const first = view.refilter('b')
    const second = view.refilter('bl')
    asked[1]?.answer({ items: [{ id: 'blade' }], next_cursor: null })
    await second
    asked[0]?.answer({ items: [{ id: 'b' }], next_cursor: null })
    await first
    expect(asked[0]?.signal.aborted).toBe(true)
    expect(view.items).toEqual([{ id: 'blade' }])
  })

  test('what is shown stays until the new answer is here', async () => {
    const { asked, read } = onCommand()
    const view = new ListView<Row, string>(read, 'a')
    const first = view.refilter()
    asked[0]?.answer({ items: [{ id: 'a' }], next_cursor: null })
    await first
    void view.refilter('b')
    expect([view.items, view.isLoading]).toEqual([[{ id: 'a' }], true])
  })

  test('a failure keeps what is there, and can be tried again', async () => {
    const { asked, read } = onCommand()
    const view = new ListView<Row, string>(read, '')
    const first = view.refilter()
    asked[0]?.fail(new Error('gone'))
    await first
    expect(String(view.error)).toContain('gone')
    await view.need(0)
    expect(asked).toHaveLength(1)
    const again = view.retry()
    asked[1]?.answer({ items: [{ id: '1' }], next_cursor: null })
    await again
    expect([view.error, view.items.length]).toEqual([null, 1])
  })
})

describe('changes', () => {
  test('one row changes in place, the others stay the same objects', async () => {
    const view = new ListView<Row, string>(service(3), '')
    await view.refilter()
    const others = [view.items[0], view.items[2]]
    expect(view.patch('1', { name: 'new' })).toEqual({ id: '1' })
    expect(view.items[1]).toEqual({ id: '1', name: 'new' })
    expect([view.items[0], view.items[2]]).toEqual(others)
    expect(view.patch('none', {})).toBeUndefined()
  })

  test('removed rows come back where they were', async () => {
    const view = new ListView<Row, string>(service(5), '')
    await view.refilter()
    const back = view.remove(new Set(['1', '3']))
    expect([view.items.map((row) => row.id), view.total]).toEqual([['0', '2', '4'], 3])
    back()
    expect([view.items.map((row) => row.id), view.total]).toEqual([['0', '1', '2', '3', '4'], 5])
  })
})
