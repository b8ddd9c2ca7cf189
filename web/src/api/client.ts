import createClient from 'openapi-fetch'
import { ROOT } from '../core/root'
import type { paths } from './schema'

// Repeated parameters stand as `status=a&status=b`, which is the library's default.
export const api = createClient<paths>({ baseUrl: ROOT.replace(/\/$/, ''), credentials: 'same-origin' })

api.use({
  onRequest({ request }) {
    // The service takes a cookie for a change only with this header, which no other site can send.
    if (request.method !== 'GET') request.headers.set('X-Watchkeeper-Page', '1')
    return request
  },
})

/** A name for one change, so that sending it twice makes it once. `crypto.randomUUID` is missing on plain http. */
export function changeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const once = () => ({ 'Idempotency-Key': changeKey() })
