// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-Cypi9qCF.js","acting-D9EnTO0H.js","activity-BXPq50LO.js","admin-B7N7ca8V.js","bones-BGS39Z8E.js","browse-C-l4AK8y.js","calendar-DsCZPAIQ.js","card-BhotgCMm.js","clash-Ca88cH9t.js","dated-B-CDa9Xf.js","de-av9KsK5g.js","discover-B2kgg3lf.js","display-D7zy_g0h.woff2","endless-BMiOpmhk.js","episodes-BhMDeKFb.js","export-DI-xj1Rz.js","favorites-B1iARUDw.js","heading-CELEmG0R.js","home-DhUCdTQm.js","import-BAlsobT5.js","imports-BHja6V5V.js","index-BTqzW_ip.js","key-figures-hYC3D7_R.js","list-C3kbDH_f.js","list-form-9H2GKgLv.js","lists-BsXslsCf.js","load-Ch5Dfsst.js","my-list-Cfi680Vo.js","once-B0nhxK5N.js","pages-DQFs3S9t.js","plays-3pyrK2hr.js","programs-DSeZ7dYa.js","rating-Z3tjcG82.js","register-BiKXJ5n0.js","reset-password-SmX55NTL.js","server-EBw6XOzX.js","servers-D5DQ9utz.js","shared-list-BKh7JW8H.js","sign-in-CtRNhpUf.js","statistics-DEl5wthP.js","steps-qYAKceTv.js","style-DRjPH6vN.css","title-QBex_Lif.js","title-picker-C9kEnF4U.js","use-edit-DoubrBvg.js","use-list-Yh1bnt47.js","virtual-grid-DNo8a7ih.js","webhook-mlx980kw.js","webhooks-BnvvJ_Rl.js","year-B1oua6if.js"]
const VERSION = 'a74f0b8ff6e6'

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
