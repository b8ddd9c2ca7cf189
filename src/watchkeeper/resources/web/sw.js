// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-gKZYzPoc.js","acting-BHxV_tzu.js","activity-Dllm-Fha.js","admin-7NCPLkvg.js","bones-DVQ2pm3H.js","browse-rvvBJa4Q.js","calendar-C1yczqRr.js","card-D9IREyE5.js","dated-DST8P5zo.js","days-pzHAVzD_.js","de-f7hW3LVt.js","discover-DOn7fost.js","display-D7zy_g0h.woff2","endless-D7-W_pyC.js","entries-BoyG4_HE.js","episodes-CHrzHx1Z.js","export-Bu-ldCxE.js","favorites-BK9Md95r.js","heading-D8PLRQPO.js","home-C7pc2LiR.js","import-DJ4O-jiM.js","imports-DE55BeN5.js","index-C5olkigq.js","list-DCBhl9C9.js","list-form-Cmh58dmk.js","lists-D1l8JR-J.js","load-BAj5smsO.js","my-list-D46vkCFc.js","once-CCjdjH2i.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-Djqrg24o.js","register-CWfMSH6x.js","reset-password-CCp212KX.js","server-C4xS1hqX.js","servers-DUv-jIu7.js","shared-list-DXo1C4bT.js","sign-in-BeR8aCS2.js","statistics-Bc6nb618.js","steps-kPGiFabv.js","style-DiE3UP7K.css","title-BdzpEspm.js","title-picker-F2qBg6yG.js","use-list-C6S1u4Ul.js","virtual-grid-DFSlR8Ld.js","webhook-DBqKcevl.js","webhooks-BHjKfwSq.js","when-DOybB4Mk.js","year-HTKvwqMx.js"]
const VERSION = '98cbb310c0b6'

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
