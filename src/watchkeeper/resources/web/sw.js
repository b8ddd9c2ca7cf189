// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DWVNmHSA.js","acting-rPkhRCYN.js","activity-C3_-ZbPV.js","admin-B6aAKcsL.js","bones-udo__MBQ.js","browse-OKOxHJEz.js","calendar-D_QaWlhf.js","card-DIUEXrYK.js","dated-B7KkzVR8.js","de-BvW5BHIb.js","discover-Cg9Sfv5O.js","display-D7zy_g0h.woff2","endless-03DrDROF.js","entries-BVd7HIYJ.js","episodes-juSvlP7f.js","export-CxofYx_p.js","favorites-BE6N-pMj.js","heading-BbhjbuW3.js","home-BHNH2AR-.js","import-B16REkIg.js","imports-CJwc8cXo.js","index-CSC-2JCA.js","key-figures-Uu6EIIm5.js","list-CXbbwpo1.js","list-form-QL_1oF18.js","lists-DOPkwfIv.js","load-DzZ_3ulL.js","my-list-BWmWH1Ik.js","once-KB94ocZx.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-BcV-DcR2.js","register-C6c7Ywps.js","reset-password-MVL3TlyX.js","server-OILkl7ux.js","servers-C0Ohxu0S.js","shared-list-e3mtD4SN.js","sign-in-NNskF8Vr.js","statistics-CH7iaVs-.js","steps-tC0NON3c.js","style-DRjPH6vN.css","title-BH-ygc9R.js","title-picker-z6SzHILR.js","use-list-CeO2tQKv.js","virtual-grid-BtQFcDBt.js","webhook-pErds-ZC.js","webhooks-p0cNo5q9.js","when-RR17pdfv.js","year-D3uDQUWK.js"]
const VERSION = '7b0712507dcb'

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
