// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DTl-XuxL.js","acting-B8JeseEb.js","activity-BrJ3Tcum.js","admin-B7jAavZA.js","bones-BJpBgr5v.js","browse-vbd-jdbS.js","calendar-DyvoghUj.js","card-8Hz79xU4.js","clash-wLvaaoT1.js","dated-CchT0-eu.js","de-1cbKHY_L.js","discover-C-MvjTq-.js","display-D7zy_g0h.woff2","endless-Bb1SsZDM.js","episodes-CgDIf38y.js","export-CW4l7a4J.js","favorites-Ch0UITJF.js","heading-B45sz-OI.js","home-BVPFt_ut.js","import-BwgLtjk5.js","imports-BQOIoIiS.js","index-BPCgUEL5.js","key-figures-CzzHiwFC.js","list-BqqNki0t.js","list-form-mI_-29W9.js","lists-p8gdDqb7.js","load-BksMx-tu.js","my-list-C2H5ETXH.js","once-FOJuVtO4.js","pages-DQFs3S9t.js","plays-BLPjR4MK.js","programs-DSeZ7dYa.js","rating-CwvpT78_.js","register-DrRR9me7.js","reset-password-myAHHI_Q.js","server-CZAXqBHl.js","servers-CvO1VDAL.js","shared-list-D_sWlEL6.js","sign-in-DWOOufrs.js","statistics-BFfGfE4r.js","steps-CTtN86LU.js","style-B3lesBVY.css","title-CLEQcFRv.js","title-picker-CQhD6vUk.js","use-edit-Be2Q-ffA.js","use-list-B17bBAJq.js","virtual-grid-DLhRMIs-.js","webhook-BvJqWaWY.js","webhooks-CA6ckwNt.js","year-ZOJmyjHL.js"]
const VERSION = 'cd8dcc6881dc'

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
