// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-CUZiH30b.js","acting-B8u7t-M2.js","activity-Ch44Vhup.js","admin-BZO8X-VN.js","bones-B5P3Uvc9.js","browse-tnKc2dmB.js","calendar-2c6UfJpX.js","card-BYeg-n8P.js","dated-CJqwa2Rh.js","days-BwDXwHIq.js","de-f7hW3LVt.js","discover-nNqlTPw2.js","display-D7zy_g0h.woff2","endless-BmuRhbL4.js","entries-tT7V-Q_p.js","episodes-ByKoV0I3.js","export-UJiOkp3b.js","heading-C3upV0OI.js","home-DTncns6o.js","import-BpwsKdnW.js","imports-DreSHL7h.js","index-B-JoFhCh.js","list-form-CvbrYpnj.js","list-x3mseI6c.js","lists-CGbKxpJ2.js","load-BfVWs1xs.js","my-list-DSGbsDBZ.js","once-BRZ4xp4U.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-BGsu7xbt.js","register-DFkCdgjz.js","reset-password-3M3KyZP2.js","server-jFfrzmeT.js","servers-BAVpL_g0.js","shared-list-DVkC965K.js","sign-in-puUFdo_q.js","statistics-miLkNSJN.js","steps-BLz6Hd1h.js","style-DiE3UP7K.css","title-CUQY_N3J.js","title-picker-DHrnAC62.js","use-list-BtPqDbqN.js","virtual-grid-B2TBe_5F.js","webhook-Bq31wbc6.js","webhooks-DfypebqB.js","when-DcIRoWD_.js","year-CUY33v15.js"]
const VERSION = '7435f9890a4a'

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
