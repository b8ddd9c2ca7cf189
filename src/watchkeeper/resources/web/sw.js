// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-CT_jX1f2.js","acting-BIhLYN4g.js","activity-onBHjiny.js","admin-D1TCDdf6.js","bones-BS7Y6Nea.js","browse-eevbxwF8.js","calendar-BJcu0S7w.js","card-qxQy36cV.js","clash-hrYPfCBm.js","dated-CztvSPWP.js","de-B_Thr5tM.js","discover-mGVy0PJR.js","display-D7zy_g0h.woff2","endless-DBbRGVMH.js","episodes-CF8cuFw-.js","export-BlaSVD7B.js","favorites-SjZIV9Es.js","following-BOueXCWC.js","heading-B0zzzBcd.js","home-4UztokDr.js","import-CULW7UQJ.js","import-undo-BEmGMZsd.js","imports-BujXDyLy.js","imports-D9V8zABn.js","index-DpTipkbN.js","key-figures-7e-BO8Pu.js","lasting-BuZtiaxY.js","list-G7JcAB4N.js","list-form-DRcVwbih.js","lists-CtQSZnge.js","load-B4pAUpGb.js","my-list-BoiiJxoZ.js","once-B4cpQnka.js","pages-DQFs3S9t.js","plays-Bl324EkX.js","rating-B_v0uCAe.js","register-BftG-o1J.js","reset-password-FQuIQ8Lr.js","server-CepdyMVj.js","servers-ug1zccvv.js","shared-list-nomQMPAO.js","sign-in-DAkqfXqn.js","statistics-BHNNRFVB.js","style-BnYeurxd.css","sure-Bmolz_cv.js","title-DtmWcE60.js","title-picker-COBK3A84.js","use-edit-BLhQd6e7.js","use-list-C-7IkunB.js","virtual-grid-DZiz5LKx.js","webhook-DE4zszL3.js","webhooks-eN3odj-j.js","year-qh4wwxi-.js"]
const VERSION = '9eee73287303'

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
