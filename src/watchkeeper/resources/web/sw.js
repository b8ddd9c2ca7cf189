// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-D4khIkcs.js","acting-Celdy2-q.js","activity-CRASxQKR.js","admin-CoV2TlI7.js","bones-Z6xy8Uz1.js","browse-Bl1ynGUJ.js","calendar-IBIvKwXS.js","card-DvzyQcEF.js","clash-C1_asD0f.js","dated-CI9tYoPw.js","de-CL5wVB2X.js","discover-BIhAptbT.js","display-D7zy_g0h.woff2","endless-WV3IMRF-.js","episodes-HXgkwQ5D.js","export-DreOAyHL.js","favorites-Baw5pMpz.js","heading-DTtpc15v.js","home-CRAh__4p.js","import-BUBpE-9t.js","imports-DTJNVqZQ.js","index-C-REpMzm.js","key-figures-y_7QC2-Q.js","list-0C7VYC-A.js","list-form-BciKlXr1.js","lists-D9zodh1o.js","load-DPofmSdQ.js","my-list-C1VeD4hS.js","once-Da7Yy7xb.js","pages-DQFs3S9t.js","plays-BP8Uny9X.js","programs-DSeZ7dYa.js","rating-CFpqhSmD.js","register-JkKTUXxJ.js","reset-password-BntAlit3.js","server-D9ReD2Km.js","servers-Cedg6Osw.js","shared-list-CqgPd_jZ.js","sign-in-DnEuliPY.js","statistics-CK9VgcEZ.js","steps-Dg0oeSCa.js","style-CqfIR4SL.css","title-CLGpcPQ7.js","title-picker-DHCN9Ajm.js","use-edit-1oLtxMv5.js","use-list-CD6YLT8s.js","virtual-grid-DCCk6y38.js","webhook-DNOOafqt.js","webhooks-CEJ1Yl21.js","year-VsArgqS6.js"]
const VERSION = '8d50b89d1de8'

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
