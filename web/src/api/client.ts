import createClient from 'openapi-fetch'
import { keepAnswer, keptAnswer, noteAsked } from '../core/answers'
import { ApiError } from '../core/problem'
import { ROOT } from '../core/root'
import { carry } from '../core/sending'
import { w } from '../words'
import type { paths } from './schema'

// Repeated parameters stand as `status=a&status=b`, which is the library's default.
export const api = createClient<paths>({ baseUrl: ROOT.replace(/\/$/, ''), credentials: 'same-origin', fetch: carry })

api.use({
  onRequest({ request }) {
    // The service takes a cookie for a change only with this header, which no other site can send.
    if (request.method !== 'GET') request.headers.set('X-Watchkeeper-Page', '1')
    noteAsked(request)
    return request
  },
  onResponse({ request, response }) {
    keepAnswer(request, response)
  },
  async onError({ request }) {
    const kept = await keptAnswer(request)
    if (kept) return kept
    // Changes wait for the network; what was never read here can't be shown.
    if (request.method === 'GET' && !request.signal.aborted && !navigator.onLine)
      return new ApiError(0, { detail: w.offline.noCopy })
    return undefined
  },
})
