// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BqttoK75.js","acting-CBYDLgHj.js","activity-oOWSM0gJ.js","admin-BknA-KIk.js","bones-DZFFxK_V.js","browse-BpUS6x7z.js","calendar-BDPGqVge.js","card-BNgubJ3w.js","clash-C5tl7JRr.js","dated-DJutfzeh.js","de-0Oouhyh_.js","discover-C5c3QHQ_.js","display-D7zy_g0h.woff2","endless-CWemL9-Z.js","episodes-Dq51ElyI.js","export-CcGzAOxx.js","favorites-BwkyleYY.js","following-DYQAcKQE.js","heading-BGEdzYaD.js","home-CeOujoGG.js","import-m9B1DuQw.js","import-undo-BHD4MBX5.js","imports-B06ay3BD.js","imports-CUIHVQUo.js","index-C-RBnteh.js","key-figures-tEqHQ_mC.js","list-BNX8ArtZ.js","list-form-CUl9kE0n.js","lists-D6ClPJar.js","load-BwGBI-u-.js","my-list-0pFwuWIN.js","once-dwDbMQBH.js","pages-DQFs3S9t.js","plays-D3g7QY6Y.js","rating-DHaW8mFH.js","register-Dy3cAbai.js","reset-password-Bigj8kgr.js","server-DEBkJS7D.js","servers-BRiX4pLc.js","shared-list-BHLZhSBz.js","sign-in-CSUqSNw-.js","statistics-D6IRgaEF.js","style-Dq63VlHA.css","sure-DTG3e8Jg.js","title-CWZbg4mB.js","title-picker-CCU5tDY6.js","use-edit-BJfhbcPS.js","use-list-DCuerBX2.js","virtual-grid-ABRZuJ88.js","webhook-CVZqF0vt.js","webhooks-DF5AJpCc.js","year-DrTx9cRp.js"]
const VERSION = '463ced6773ab'

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
