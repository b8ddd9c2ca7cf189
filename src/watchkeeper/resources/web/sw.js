// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BVZ-CrvY.js","acting-DgTjkSFD.js","activity-B2MnyUfA.js","admin-YIbufRAQ.js","bones-6uJX4AGG.js","browse-XKnbtbmv.js","calendar-C7AFvaD2.js","card-BzM08wML.js","clash-BAbYT4FU.js","dated-maxgwo5O.js","de-Be-8OUnI.js","discover-w2zqojQ5.js","display-D7zy_g0h.woff2","endless-SNEFvWFz.js","episodes-DvHjYftC.js","export-VfLoe7ZH.js","favorites-CwaM3e6d.js","heading-DFdwq4K9.js","home-D1KX2Fvp.js","import-DFKjIK5B.js","imports-CTPqvkih.js","index-CxH21MxL.js","key-figures-Cr-gcvu7.js","list-BRcz8CaJ.js","list-form-DDqAKoiR.js","lists-DfCVHObw.js","load-CWCOEA3J.js","my-list-DNMJKETY.js","once-BZalQ9bq.js","pages-DQFs3S9t.js","plays-1GyMa7Nx.js","programs-DSeZ7dYa.js","rating-BCfyiTCU.js","register-rPtfmt5E.js","reset-password-BXolwcVv.js","server-CUO7SHSH.js","servers-DhKycyxn.js","shared-list-DCeYD9yI.js","sign-in-DlzIzn9q.js","statistics-TFzhK3lA.js","steps-CKNWLt1q.js","style-BnNQM-DE.css","title-PIWrKNoo.js","title-picker-D8thITFY.js","use-edit-DBdEdk3_.js","use-list-BDHiNALQ.js","virtual-grid-WbA07wCN.js","webhook-CjZVnFPh.js","webhooks-BtN9wpM7.js","year-BK_1Ae9w.js"]
const VERSION = '65fc5dc8e56a'

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
