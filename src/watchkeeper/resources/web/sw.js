// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-3EFO51KX.js","acting-CsCCyZA4.js","activity-DucyoG76.js","admin-CDyXCbja.js","bones-CjUDkxjX.js","browse-RBTNr3Du.js","calendar-C5C4ARu0.js","card-BZC0zN9p.js","clash-oefpBCIO.js","dated-GxSN8Kmb.js","de-CJ_GuFPU.js","discover-BCDJOiP7.js","display-D7zy_g0h.woff2","endless-BT-1ZXRq.js","episodes-Dp9OE_r-.js","export-C-gZSXGf.js","favorites-aO94qIIs.js","following-zEQ1MAF7.js","heading-UjZmYHnq.js","home-C3rmJ4zO.js","import-qTeAYvAn.js","import-undo-BM-D__D3.js","imports-BOlmYffN.js","imports-CgzLZg4O.js","index-DWpcInXL.js","key-figures-DLRj7wF0.js","lasting-BlhSqJNZ.js","list-DabREssH.js","list-form-nv5SO_Bl.js","lists-C27b94zh.js","load-DC2s1K_2.js","my-list-Ct8gBBRU.js","once-eZjFw7MA.js","pages-DQFs3S9t.js","plays-BJr0Dbda.js","rating-UehpljDo.js","register-c_m1pVNE.js","reset-password-Ce2uObAt.js","server-Dzu_79hs.js","servers-C6h21vW7.js","shared-list-CaiUG9YQ.js","sign-in-Dz3S2Iny.js","statistics-DuKRFB6k.js","style-iI5ZSZRU.css","sure-m6Y01cp1.js","title-DOfCrXiZ.js","title-picker-ySVKX6uH.js","use-edit-SSfbYmTx.js","use-list-CenGHmLH.js","virtual-grid-C3b9iljA.js","webhook-Cqi5CxS_.js","webhooks-DyK4XJpu.js","year-D_SvXsQK.js"]
const VERSION = '3f1ea2ec7476'

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
