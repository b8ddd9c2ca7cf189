import { beforeEach, expect, test } from 'vitest'
import { type Around, type Change, Outbox } from '../src/core/outbox'
import { ApiError } from '../src/core/problem'

let stored: Map<string, Change>
let sent: string[]
/** What becomes of a change: sent, refused with a reason, waiting for a network until `back`, or nobody signs in. */
let fate: (change: Change) => 'sent' | 'waits' | 'nobody' | `no: ${string}`
let back: () => void

const change = (id: string, more: Partial<Change> = {}): Change => ({
  id,
  account: 'ada',
  at: 0,
  method: 'POST',
  path: '/',
  headers: { 'Idempotency-Key': id },
  body: null,
  what: id,
  ...more,
})

const around = (): Around => ({
  readAll: async () => [...stored.values()],
  has: async (id) => stored.has(id),
  write: async (one) => stored.set(one.id, one),
  remove: async (id) => stored.delete(id),
  deliver: async (one, signal) => {
    for (let what = fate(one); what === 'waits'; what = fate(one)) {
      await new Promise<void>((resolve, reject) => {
        back = resolve
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      })
    }
    if (fate(one) === 'nobody') throw new ApiError(401, {})
    sent.push(one.headers['Idempotency-Key'] ?? '')
    return fate(one) === 'sent' ? new Response('{}') : new Response(fate(one), { status: 409 })
  },
  reasonOf: async (response) => (response.ok ? null : await response.text()),
  doubtOf: ({ triedAt }) => (triedAt === 1 ? 'may have arrived' : null),
  anew: async (one) => ({ ...one, headers: { 'Idempotency-Key': `${one.id} again` } }),
  changed: () => undefined,
})
const settled = async () => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve()
}

beforeEach(() => {
  stored = new Map()
  sent = []
  fate = () => 'sent'
})

test('a change is stored before it is sent, and no longer when it is', async () => {
  const outbox = new Outbox(around())
  fate = () => 'waits'
  const answer = outbox.add(change('1'))
  await settled()
  expect([...stored.keys()]).toEqual(['1'])
  fate = () => 'sent'
  back()
  expect((await answer).ok).toBe(true)
  await settled()
  expect([stored.size, outbox.waiting.length]).toEqual([0, 0])
})

test('changes go one after another, as they were made', async () => {
  const outbox = new Outbox(around())
  fate = () => 'waits'
  const all = ['1', '2', '3'].map((id) => outbox.add(change(id)))
  await settled()
  expect(sent).toEqual([])
  fate = () => 'sent'
  back()
  await Promise.all(all)
  expect(sent).toEqual(['1', '2', '3'])
})

test('whoever made a change is told that it was refused, and the next one goes on', async () => {
  const outbox = new Outbox(around())
  fate = ({ id }) => (id === '1' ? 'no: in use' : 'sent')
  const [first, second] = [outbox.add(change('1')), outbox.add(change('2'))]
  expect([(await first).status, (await second).status]).toEqual([409, 200])
  expect(outbox.refused).toEqual([])
})

test('what an earlier start has left is sent in order, before nothing is lost, each under its own key', async () => {
  stored = new Map(['2', '1'].map((id) => [id, change(id)]))
  const outbox = new Outbox(around())
  const shown = await outbox.resume('ada')
  await settled()
  expect([shown.map(({ id }) => id).sort(), sent, stored.size, outbox.sentLater]).toEqual([
    ['1', '2'],
    ['1', '2'],
    0,
    2,
  ])
})

test('what is made meanwhile goes behind', async () => {
  stored.set('1', change('1'))
  const outbox = new Outbox(around())
  fate = () => 'waits'
  const resumed = outbox.resume('ada')
  await resumed
  void outbox.add(change('2'))
  await settled()
  fate = () => 'sent'
  back()
  await settled()
  expect(sent).toEqual(['1', '2'])
})

test('what another tab has sent is not sent again', async () => {
  stored = new Map(['1', '2'].map((id) => [id, change(id)]))
  const outbox = new Outbox(around())
  fate = () => 'waits'
  await outbox.resume('ada')
  await settled()
  stored.delete('2')
  fate = () => 'sent'
  back()
  await settled()
  expect([sent, outbox.waiting.length]).toEqual([['1'], 0])
})

test('a refusal that nobody hears stays, over the next start too, until the person decides', async () => {
  stored = new Map(['1', '2', '3'].map((id) => [id, change(id)]))
  fate = ({ id }) => (id === '3' ? 'sent' : 'no: changed elsewhere')
  const outbox = new Outbox(around())
  await outbox.resume('ada')
  await settled()
  expect([sent, [...stored.keys()]]).toEqual([
    ['1', '2', '3'],
    ['1', '2'],
  ])

  const next = new Outbox(around())
  await next.resume('ada')
  expect(next.refused.map(({ id, refused }) => [id, refused])).toEqual([
    ['1', 'no: changed elsewhere'],
    ['2', 'no: changed elsewhere'],
  ])
  fate = () => 'sent'
  await next.sendAgain(next.refused[0] as Change)
  await next.discard(next.refused[0] as Change)
  await settled()
  expect([sent.slice(3), next.refused, stored.size]).toEqual([['1 again'], [], 0])
})

test('what may have arrived, longer ago than the service knows keys, is asked about', async () => {
  stored.set('1', change('1', { triedAt: 1 }))
  const outbox = new Outbox(around())
  await outbox.resume('ada')
  await settled()
  expect([sent, outbox.refused.map(({ refused }) => refused)]).toEqual([[], ['may have arrived']])
})

test('without anybody signed in it waits for the next time', async () => {
  stored.set('1', change('1'))
  const outbox = new Outbox(around())
  fate = () => 'nobody'
  await outbox.resume('ada')
  await settled()
  expect([sent, stored.size, outbox.refused.length]).toEqual([[], 1, 0])
  fate = () => 'sent'
  await outbox.resume('ada')
  await settled()
  expect([sent, stored.size]).toEqual([['1'], 0])
})

test('another account gets nothing of it, not even what is on its way', async () => {
  stored.set('0', change('0'))
  const outbox = new Outbox(around())
  fate = () => 'waits'
  await outbox.resume('ada')
  void outbox.add(change('1'))
  await settled()
  await outbox.resume('grace')
  fate = () => 'sent'
  back()
  await settled()
  expect([sent, stored.size, outbox.waiting.length]).toEqual([[], 0, 0])
})

test('leaving empties it', async () => {
  const outbox = new Outbox(around())
  fate = () => 'waits'
  void outbox.add(change('1'))
  await settled()
  await outbox.empty()
  await settled()
  expect([stored.size, outbox.waiting.length, sent]).toEqual([0, 0, []])
})
