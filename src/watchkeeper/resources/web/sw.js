// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-CEe62iwy.js","acting-CR0RfjKw.js","activity-DvuATVn7.js","admin-Cz74o4Jo.js","bones-Chxun8KH.js","browse-B-WABKeu.js","calendar-BleiA3f9.js","card-B4xpjrJH.js","clash-CRI0vi3O.js","dated-DedIVXFN.js","de-BcM_ulla.js","discover-CCDxv3KK.js","display-D7zy_g0h.woff2","endless-M7_uZknK.js","episodes-mkFdBvq7.js","export-C4n_tS3M.js","favorites-BmkkvKWq.js","home-BN3BPTOu.js","import-C4q4FnW8.js","import-undo-CTlDam22.js","imports-ChxWiW6P.js","imports-Dn0ABI85.js","in-sight-CU57VAFw.js","index-CAkcxOW8.js","key-figures-C60f4KI9.js","lasting-Ctrx3kTr.js","list-2ISn6eXH.js","list-form-BLJkDt-v.js","lists-539B6ucz.js","load-BorXbNvK.js","my-list-BX4pii3w.js","once-Cvb4q-59.js","pages-DQFs3S9t.js","plays-CBY2yf0o.js","rating-DeOKYE9x.js","register-F6HOiDMy.js","reset-password-jsj2SATx.js","server-CU3CMFLe.js","servers-ZG8b1ykf.js","shared-list-DSgfld0O.js","sign-in-qlu0jhAd.js","statistics-CCQyHsae.js","style-BNG2c0CY.css","sure-BvuTC2ij.js","title-D3bTHAKK.js","title-picker-D9UH05Jj.js","troubles-iRT-CR4t.js","use-edit-fuD6kAQ3.js","use-list-Oe0H_mnz.js","virtual-grid-B5gpLXhg.js","webhook-CUIkGkPN.js","webhooks-kFzgjbSB.js","year-Cximj9qe.js"]
const VERSION = '0ab64730b91f'

const ROOT = new URL('./', self.location.href)
const KEPT = `shell-${VERSION}`
const NOT_PAGES = /^(api|docs|redoc|health|metrics|openapi|share|calendars?\/)/

const inScope = (url) => url.origin === ROOT.origin && url.pathname.startsWith(ROOT.pathname)
const pathOf = (url) => url.pathname.slice(ROOT.pathname.length)

async function install() {
  const cache = await caches.open(KEPT)
  await cache.addAll(FILES.map((name) => new Request(new URL(`assets/${name}`, ROOT), { cache: 'no-cache' })))
  const document = await fetch(ROOT, { headers: { Accept: 'text/html' }, cache: 'no-cache' })
  if (!document.ok) throw new Error(`The document is ${document.status}.`)
  await cache.put(ROOT, document)
  await self.skipWaiting()
}

async function activate() {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith('shell-') && name !== KEPT).map((name) => caches.delete(name)),
  )
  await self.clients.claim()
}

/** The document as the service has it now, so that an update is seen at once; the kept one without network. */
async function showDocument(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(ROOT, { ignoreVary: true })
    if (kept) return kept
    throw error
  }
}

/** A file's name has its digest: what is kept never gets old. */
async function showFile(request) {
  return (await (await caches.open(KEPT)).match(request, { ignoreVary: true })) ?? fetch(request)
}

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || !inScope(url)) return
  if (pathOf(url).startsWith('assets/')) event.respondWith(showFile(request))
  else if (request.mode === 'navigate' && !NOT_PAGES.test(pathOf(url))) event.respondWith(showDocument(request))
})
