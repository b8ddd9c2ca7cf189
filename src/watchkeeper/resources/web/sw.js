// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DGU9J_ms.js","acting-Bld1v1C0.js","activity-D5Gpd5b3.js","admin-BBp1MIu0.js","bones-9vgKcNgt.js","browse-BFkXeFsG.js","calendar-BJNaZ3Vf.js","card-BDpSwZXr.js","dated-DuhFeBPX.js","days-DrTILRZg.js","de-f7hW3LVt.js","discover-BjlDmWXA.js","display-D7zy_g0h.woff2","endless-Dm83Bu4y.js","entries-CLy96k8J.js","episodes-fCF3HBup.js","export-CQ6YPD-W.js","favorites-CpvCsS0C.js","heading-BH5kmOAV.js","home-BwSoPWCs.js","import-DbwqWGyL.js","imports-DP-0NiKT.js","index-B4MOXj6W.js","list-BZWh-FGE.js","list-form-CzITAJu5.js","lists-BIq76Cht.js","load-CAXdr5g_.js","my-list-CJTMzL71.js","once-5RE8iu4V.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-mcdsxJH1.js","register-DlX-eVUQ.js","reset-password-Cs8hFrpv.js","server-COVoILbd.js","servers-PiXTKyRe.js","shared-list-Crk7pLyH.js","sign-in-0JU24aaV.js","statistics-CQ4jdUtx.js","steps-BEwUgG-p.js","style-By7ZmEV9.css","title-DGwQ8rau.js","title-picker-7pzy1TTE.js","use-list-BdYLJEJ3.js","virtual-grid-Z-BNGiLD.js","webhook-HER8fHjG.js","webhooks-CkdL5ipi.js","when-BoXTES4M.js","year-B1JrNxHp.js"]
const VERSION = 'a6bfcaf2a49b'

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
