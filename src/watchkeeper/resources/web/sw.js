// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DWzxvYwl.js","acting-CTfEvcZF.js","activity-AOZn-0UJ.js","admin-B7cov0ug.js","bones-Cy3aY1RD.js","browse-BbU-Klo7.js","calendar-BV59WPVn.js","card-DlpYdMV2.js","clash-NEbLh18Y.js","dated-tluGEhoO.js","de-4kVVXuYu.js","discover-Bt8VuB6u.js","display-D7zy_g0h.woff2","endless-Dcc8s9xF.js","episodes-DREzSFHp.js","export-CUovoOac.js","favorites-xdKhKrMw.js","following-C1papRhX.js","heading-B8szTFFx.js","home-BgMdQfl2.js","import-Cao8jPQa.js","import-undo-D9OK3y0W.js","imports-BBunJDY8.js","imports-DzUgjP5U.js","index-CNwePJ0j.js","key-figures-DHQUAKMw.js","list-BfG69Qjq.js","list-form-CNZBuXsA.js","lists-B6B3wHqH.js","load-B4Q2gY4C.js","my-list-1XMFJdrQ.js","once-9HGbpLZ5.js","pages-DQFs3S9t.js","plays-C49ywN4Z.js","rating-BcmP7Btr.js","register-nAcp-OMX.js","reset-password-prb0fhD0.js","server-RGio166L.js","servers-D-QevbRg.js","shared-list-Dv-ISijV.js","sign-in-B0NawWrD.js","statistics-xMc5Hdhg.js","style-B3lesBVY.css","title-BHzN1Vpy.js","title-picker-BBgQJctA.js","use-edit-BidnPp8Y.js","use-list-CXZ0mu54.js","virtual-grid-CtHgMAKp.js","webhook-atscWgOZ.js","webhooks-BoxjpMi8.js","year-B5hyd4Z-.js"]
const VERSION = '812a7575f4a4'

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
