// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DsvprRyE.js","acting-CybjbQlM.js","activity-j-TOz5m4.js","admin-CRznhLPD.js","browse-fLyBlHmj.js","calendar-BL0VV1Is.js","card-CDmXxYb8.js","days-BJz-uUXZ.js","de-BxS47-S6.js","discover-Bw2D2IGC.js","display-D7zy_g0h.woff2","endless-DkM4sT7T.js","entries-sTyLAbuX.js","episodes-UtXnkjx3.js","export-51w5KKDD.js","heading-BK4jveX1.js","home-T1MdflJW.js","import-CkD3w5ut.js","imports-q72pg9WV.js","index-D16nDwd6.js","list-DHFSrt6Z.js","list-form-BHSGZ_KA.js","lists-CUatYoGq.js","load-8EcZ0u1b.js","my-list-4YKZcbHv.js","once-jOcIg_qZ.js","options-DdGHruxh.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-Dwf5PHC-.js","register-D20vKqHY.js","reset-password-C092Caoy.js","server-C3lM67KD.js","servers-CIdSSESj.js","shared-list-DoJRhYzX.js","sign-in-DIIUJ4_h.js","statistics-DWNP1UxT.js","style-CIVZRTp8.css","title-D9FvTEdi.js","title-picker-DPwZiVYx.js","use-list-DqQn3WcU.js","virtual-grid-DdjTaKdx.js","webhook-Bcj9JwAf.js","webhooks-DqnTNACu.js","year-C6iiRbsC.js"]
const VERSION = '2dcad051e141'

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
  await Promise.all(names.filter((name) => name.startsWith('shell-') && name !== KEPT).map((name) => caches.delete(name)))
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
