// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-YTtDAFLJ.js","acting-BZv1CfDM.js","activity-DQLdvT_N.js","admin-seinXWbi.js","bones-DMF4tIjb.js","browse-CyDT2NkF.js","calendar-h0bV2QEM.js","card-pWZ6qHRq.js","clash-CUEWfU2o.js","dated-gCHiMDkP.js","de-D2-RSHRQ.js","discover-CTwD1VvI.js","display-D7zy_g0h.woff2","endless-BP5d2c07.js","episodes-CROhOQsf.js","export-DLG7Cf0G.js","favorites-CZQqIKiD.js","heading-BT1T7U0X.js","home-DXBkcNFr.js","import-BUmp-XwK.js","imports-B9PAhGLe.js","index-BMbXYKce.js","key-figures-eRMlGIKr.js","list-form-BE2xXjsE.js","list-mTH2k1-7.js","lists-B6-OuFN5.js","load-DYK0QfKn.js","my-list-sggWy84S.js","once-QBca5eNc.js","pages-DQFs3S9t.js","plays-W7W8HBm1.js","programs-DSeZ7dYa.js","rating-Dq54TJW9.js","register-w9sTlMBC.js","reset-password-aSee12Ti.js","server-BFkYH8wq.js","servers-BIFpxHBU.js","shared-list-B6fPDcqN.js","sign-in-DyxffQeN.js","statistics-ByVZJqvk.js","steps-BMHjJz6b.js","style-DFxfHneu.css","title-B-RmyDkf.js","title-picker-Bj3pdT2R.js","use-edit-fa2kEB21.js","use-list-DJVT9RBK.js","virtual-grid-B4zy7tGq.js","webhook-CNz_tW-m.js","webhooks-B_U3z8Hm.js","year-CpX-L4H5.js"]
const VERSION = '50763161d8ed'

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
