// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DkWgMGoO.js","acting-BBE087A2.js","activity-DxFTCSWv.js","admin-76Mj49Wn.js","bones-CAyqashI.js","browse-lfVdP1_C.js","calendar-k__962OK.js","card-wtfWttGA.js","clash-w8YNTCum.js","dated-CpUWB0IY.js","de-C1DCQSEV.js","discover-DtpSLiQv.js","display-D7zy_g0h.woff2","endless-CnJ9P_cV.js","episodes-DqzccL90.js","export-BCZe8zbM.js","favorites-BHt-KF0E.js","heading-DNdufFB0.js","home-y1LyAJ29.js","import-DdO2htPL.js","imports-CpfQZijl.js","index-CYEZytcT.js","key-figures-Bd2xmslu.js","list-D0QkwCGy.js","list-form-tyipDlOf.js","lists-BvzK-jMo.js","load-C_Xzmv-g.js","my-list-CFU8fNuT.js","once-5OldULoL.js","pages-DQFs3S9t.js","plays-DrQGz8Uo.js","programs-DSeZ7dYa.js","rating-CajNWV6m.js","register-DleUyBSH.js","reset-password-DDkiLD0w.js","server-CSdX_eCe.js","servers-DgkLjn1i.js","shared-list-CoxRr1Db.js","sign-in-BxtgFeTO.js","statistics-CQAT6nBK.js","steps-BpnxJUDU.js","style-DFxfHneu.css","title-Bl0In2sy.js","title-picker-Divl_Ngq.js","use-edit-CK-7gwk5.js","use-list-CWpKK9K9.js","virtual-grid-BnctHmY-.js","webhook-M8mRe6ep.js","webhooks-It4x8lPh.js","year-DSav0ta1.js"]
const VERSION = 'f1a60713e9d7'

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
