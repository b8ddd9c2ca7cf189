// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DIvsmWIq.js","acting-P35Zl_xB.js","activity-DNEnkFFO.js","admin-DbgeKK-v.js","bones-DEK87c69.js","browse-Dwx-y-xB.js","calendar-Bbd5n5eq.js","card-pTuDuPmJ.js","clash-HBXRt6cG.js","dated-Dqq5syXt.js","de-DMyp02SX.js","discover-KBW5bjk6.js","display-D7zy_g0h.woff2","endless-DlMwa8W6.js","episodes-B5rxsIaT.js","export-lt4V5z8Y.js","favorites-y9Bh7Si5.js","home-UO1sFjeT.js","import-CEpWVyat.js","import-undo-BRmuSTzg.js","imports-BMyQAvTl.js","imports-DpVPzeX7.js","in-sight-CU57VAFw.js","index-CCDQ3hj0.js","key-figures-CsYYxJ3y.js","lasting-CY1qwoxq.js","list-M70266EF.js","list-form-BkBbQmuk.js","lists-C8FOnRaA.js","load-DdLAC3AJ.js","my-list-XLJq0iRw.js","once-DH1gB6dR.js","pages-DQFs3S9t.js","plays-DrQt_ewg.js","rating-BQJThEBo.js","register-Cw5gFqZT.js","reset-password-BiXGqbMA.js","server-E42vm-Qt.js","servers-BS3XAtQJ.js","shared-list-DOMSA88b.js","sign-in-D_Hr4RV6.js","statistics-D0xVf76s.js","style-DTeo_qFz.css","sure-mnzli_26.js","title-C2cmOUd_.js","title-picker-DwHYWO47.js","troubles-BoEvjUKG.js","use-edit-DlUj66Bh.js","use-list-CKOr9HI6.js","virtual-grid-4CIxZusF.js","webhook-ClIMplt8.js","webhooks-_-cAkKZp.js","year-DL-PZY16.js"]
const VERSION = '21f02271edbc'

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
