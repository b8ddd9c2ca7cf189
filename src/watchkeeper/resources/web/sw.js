// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-KroHyhwX.js","acting-B3MJZjdH.js","activity-DAedz896.js","admin-CSZef64i.js","bones-BG4Y29d2.js","browse-BCVjn0mR.js","calendar-CFQEQvNM.js","card-C00bzWgh.js","clash-Cg-3GfR6.js","dated-BPya9go4.js","de-CYV4cQsP.js","discover-S-q9Q0ra.js","display-D7zy_g0h.woff2","endless-DAIVo74t.js","episodes-B3CC33nt.js","export-CqKChyXX.js","favorites--6KYyPDv.js","heading-BXk-1DV-.js","home-Bxe4Bn8j.js","import-DbKqkIBz.js","imports-B_n5z1qb.js","index-CXwSmTC7.js","key-figures-2aX13zPO.js","list-form-BRC7Wu5G.js","list-vji-Vgh1.js","lists-BnEllQ2x.js","load-gWhgY16k.js","my-list-BJkfND5D.js","once-DdNBe4Xu.js","pages-DQFs3S9t.js","plays-BX0QfIHi.js","rating-BTHGnvKu.js","register-D8ySaKR0.js","reset-password-aFyU2JgD.js","server-DKz5DVNd.js","servers-DzbBHOuu.js","shared-list-CTS-2xPJ.js","sign-in-CuUS6TnO.js","statistics-Cg9wg1b0.js","steps-Cs7ITZq8.js","style-B3lesBVY.css","title-CZvI7GQx.js","title-picker-DzCgl-M4.js","use-edit-A4GZQU1J.js","use-list-9YjjJyoL.js","virtual-grid-B_qh38xp.js","webhook-WswJZexF.js","webhooks-G4ci1Pz4.js","year-Ga6kGjeS.js"]
const VERSION = 'cf0566533439'

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
