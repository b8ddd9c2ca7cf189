import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Answer, type Waiting, ask, askWithin, pauseBefore } from '../src/core/asking'

const answer = (status: number, error?: object, headers: Record<string, string> = {}): Answer<string> => ({
  ...(status < 400 ? { data: 'body' } : { error: { status, ...error } }),
  response: new Response(null, { status, headers }),
})

let shown: (Waiting | null)[]
let signIn: () => Promise<boolean>

beforeEach(() => {
  vi.useFakeTimers()
  shown = []
  signIn = vi.fn(async () => true)
  askWithin({ signIn: () => signIn(), show: (waiting) => shown.push(waiting) })
})
afterEach(() => vi.useRealTimers())

describe('a service that is away', () => {
  test('is asked again after 1, 2, 4 … 30 seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 9].map(pauseBefore)).toEqual([1, 2, 4, 8, 16, 30, 30])
  })

  test('is asked until it answers, and the bar goes then', async () => {
    const send = vi
      .fn<() => Promise<Answer<string>>>()
      .mockRejectedValueOnce(new TypeError('fetch failed'))
      .mockResolvedValueOnce(answer(503, { code: 'service_unavailable' }))
      .mockResolvedValue(answer(200))
    const asked = ask(send)
    await vi.advanceTimersByTimeAsync(1000)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await asked).toBe('body')
    expect(shown.map((one) => one?.reason ?? null)).toEqual(['unreachable', 'unreachable', null])
  })

  test('can be asked at once', async () => {
    const send = vi
      .fn<() => Promise<Answer<string>>>()
      .mockRejectedValueOnce(new TypeError('fetch failed'))
      .mockResolvedValue(answer(200))
    const asked = ask(send)
    await vi.advanceTimersByTimeAsync(1)
    shown[0]?.now()
    expect(await asked).toBe('body')
  })

  test('is left alone when nobody needs the answer any more', async () => {
    const abort = new AbortController()
    const send = vi.fn<() => Promise<Answer<string>>>().mockRejectedValue(new TypeError('fetch failed'))
    const asked = expect(ask(send, abort.signal)).rejects.toThrow()
    await vi.advanceTimersByTimeAsync(1)
    abort.abort()
    await asked
    expect(send).toHaveBeenCalledTimes(1)
  })
})

describe('refusals', () => {
  test('too many requests wait as long as the service says', async () => {
    const send = vi
      .fn<() => Promise<Answer<string>>>()
      .mockResolvedValueOnce(answer(429, {}, { 'Retry-After': '7' }))
      .mockResolvedValue(answer(200))
    const asked = ask(send)
    await vi.advanceTimersByTimeAsync(6999)
    expect(send).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await asked).toBe('body')
    expect(shown[0]?.reason).toBe('limited')
  })

  test('a session that ended is begun again, and the request goes on', async () => {
    const send = vi
      .fn<() => Promise<Answer<string>>>()
      .mockResolvedValueOnce(answer(401, { code: 'unauthorized' }))
      .mockResolvedValue(answer(200))
    expect(await ask(send)).toBe('body')
    expect(signIn).toHaveBeenCalledTimes(1)
  })

  test('a wrong password, or a token of somebody else, is no such thing', async () => {
    for (const code of ['invalid_credentials', 'tmdb_token_rejected'])
      await expect(ask(async () => answer(401, { code }))).rejects.toMatchObject({ status: 401, code })
    expect(signIn).not.toHaveBeenCalled()
  })

  test.each([400, 403, 404, 409, 412, 422, 500])('%i is told as the service tells it', async (status) => {
    await expect(ask(async () => answer(status, { detail: 'Why.' }))).rejects.toMatchObject({
      name: 'ApiError',
      status,
      message: 'Why.',
    })
  })
})
