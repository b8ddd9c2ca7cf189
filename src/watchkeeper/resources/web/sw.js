// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-0FWemHx2.js","acting-BOmsxlbd.js","activity-CnbSi6X1.js","admin-DLqHnjTy.js","browse-CmbYfdJW.js","calendar-DibGcyx4.js","card-CgS5pWni.js","days-BoOCCfHe.js","de-f7hW3LVt.js","discover-C5nWRtEX.js","display-D7zy_g0h.woff2","endless-B4se19-k.js","entries-B--o_UcO.js","episodes-BadtiP6k.js","export-V0SX-iWR.js","heading-BYPuSRFB.js","home-CXHroIQX.js","import-0EiwkLn1.js","imports-D_-dos7v.js","index-CCzCMp35.js","list-DLtUpekZ.js","list-form-nXrFmJ4F.js","lists-QiQj02cW.js","load-DOjlt-ex.js","my-list-Bu41QC4P.js","once-DHu_UTJ-.js","options-Bcg0qtrn.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-DqLkzhRJ.js","register-CyrhsSeg.js","reset-password-BqAhWFax.js","server-CR9h1B_E.js","servers-DIlk55Ct.js","shared-list-wdwwoFQ5.js","sign-in-D-swJ0ux.js","statistics-DprXz4mX.js","style-DTIR3F2V.css","title-DVk6z0zo.js","title-picker-BHvmmDUn.js","use-list-_Le4LX0V.js","virtual-grid-DfvKyEml.js","webhook-Devk3uW7.js","webhooks-DRfrmdLS.js","year-y9MVdaqf.js"]
const VERSION = '9b8166cb956e'

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
