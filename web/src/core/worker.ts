// The service worker keeps the page's files, so that it opens without network. Browsers allow it on https and localhost.
import { href } from './root'

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => string }
}

/** The address of the worker, as Trusted Types ask for it: the page's only policy, which knows no other address. */
function address(): string {
  const only = new URL(href('/sw.js'), location.href).href
  const types = (window as unknown as { trustedTypes?: Policies }).trustedTypes
  return types ? types.createPolicy('worker', { createScriptURL: () => only }).createScriptURL(only) : only
}

export function startWorker(): void {
  if (!import.meta.env.PROD || !isSecureContext || !('serviceWorker' in navigator)) return
  addEventListener('load', () => {
    navigator.serviceWorker
      .register(address())
      .catch((error: unknown) => console.warn('The page is not kept for offline.', error))
  })
}
