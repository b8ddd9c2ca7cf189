// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DSQWclF6.js","acting-zZgS1kqn.js","activity-DLM4zs2V.js","admin-DLs0govm.js","bones-ClnMeVAW.js","browse-CMFq0Yif.js","calendar-DDyizdtF.js","card-5k4rIsMi.js","dated-Bm57Zc24.js","days-Dceicl3G.js","de-f7hW3LVt.js","discover-CahnKNHa.js","display-D7zy_g0h.woff2","endless-D5XJDzNb.js","entries-9ry4s9o5.js","episodes-BYQc32rG.js","export-CXq64f3A.js","heading-D-4Ma0C7.js","home-DjYQadHa.js","import-DkVsEB5P.js","imports-DvCsY1nj.js","index-BgIKC9V3.js","list-Bpx7G4I5.js","list-form-DtevvJ00.js","lists-BomO2aBy.js","load-DVvbGnkV.js","my-list-CPOhgfgY.js","once-Boh2Y1GB.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-BStn6s5j.js","register-CR2a6iuJ.js","reset-password-COO6gf45.js","server-C9bRpxKd.js","servers-p7_YI8x2.js","shared-list-C3ZH0af0.js","sign-in-DVUXVhNV.js","statistics-CVldK9Xz.js","steps-D3iSNWcR.js","style-4qg7VwyM.css","title-DJheSjOv.js","title-picker-CzQJglqj.js","use-list-D2LCzYpL.js","virtual-grid-DRH_rZP_.js","webhook-Domx17Dq.js","webhooks-DMZpQqeu.js","when-Sqr6ff91.js","year-xBoteKHi.js"]
const VERSION = 'e1eec726c4bf'

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
