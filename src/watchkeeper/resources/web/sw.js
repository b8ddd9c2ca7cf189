// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-VT-XA2fJ.js","acting-Bcqt4UtC.js","activity-BJtqORbp.js","admin-Cu3sWp2H.js","bones-CxoDe0dq.js","browse-DC5gML6l.js","calendar--TEH5Y-i.js","card-BU8ej1X1.js","dated-BdjuThS-.js","de-Cyx-nKJg.js","discover-BPG2sOPy.js","display-D7zy_g0h.woff2","endless-Gx5tB6R0.js","entries-CKD3g8Et.js","episodes-CvTomU8L.js","export-kjt7DWMm.js","favorites-BYsKUhjy.js","heading-CkgHVFYq.js","home-C3-Ny-_2.js","import-BASq2LZv.js","imports-BUKiELXs.js","index-DqOlb_tP.js","key-figures-DLtvmbFu.js","list-form-ZH1xWAor.js","list-jF3huvWf.js","lists-DDslBuYj.js","load-BqLfqNtq.js","my-list-DBIvqPBN.js","once-UkYgT0kW.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-Djyc53s8.js","register-DsR5bKYe.js","reset-password-HelPt5LC.js","server-DEdW0A3b.js","servers-CTJTqiuL.js","shared-list-z2tL-vWU.js","sign-in-D-5HKsyc.js","statistics-CcEIQFuO.js","steps-CCPdhoOJ.js","style-D_m5WJ9-.css","title-DZ5u9qC5.js","title-picker-DFQzSvDB.js","use-list-g_BL5FPj.js","virtual-grid-BzlaPW1f.js","webhook-Cv3Vnm-g.js","webhooks-DvgLCPYA.js","when-Ch1OH2IY.js","year-I6vzxpHY.js"]
const VERSION = 'ebed1c570e44'

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
