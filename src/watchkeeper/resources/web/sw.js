// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-iJXfQ8OQ.js","acting-4EyaQup3.js","activity-CWmq12HS.js","admin-C2iq2J7K.js","bones-CcomRdQO.js","browse-CuHQv5-m.js","calendar-DKevkSqQ.js","card-Bc6A8mbE.js","clash-vrVmZTrA.js","dated-obAhc-X8.js","de-BgxUxEp0.js","discover-ZducTaJT.js","display-D7zy_g0h.woff2","endless-BwejsaXJ.js","episodes-Dqwo8Ir4.js","export-4kXxMVgs.js","favorites-By6jc8at.js","home-D4TJYsoo.js","import-M1Tbxn1q.js","import-undo-DvvNSaA0.js","imports-51DdDB3G.js","imports-CJUx6Q-W.js","in-sight-CU57VAFw.js","index-Q3K0d8og.js","key-figures-D6UiB-sT.js","lasting-DEHeftxr.js","list-BayPHSjZ.js","list-form-CwCygyt9.js","lists-DNtBq1hf.js","load-1rTaH3h3.js","my-list-T9Lk21vG.js","once-DGN0e87H.js","pages-DQFs3S9t.js","plays-RQ8GuWfy.js","rating-TA1nIs55.js","register-Cl7fchI7.js","reset-password-3GBODalL.js","server-DWQb2YgL.js","servers-Bgs6KYX4.js","shared-list-DhIiPLBy.js","sign-in-CfMmUxjq.js","statistics-DhY_mIBN.js","style-CM1SpMv5.css","sure-qqq8J0tZ.js","title-BNltrL98.js","title-picker-DmtEB3Z9.js","troubles-Dvw9ITa-.js","use-edit-BhDVINNO.js","use-list-vTaSC_4x.js","virtual-grid-CzKJejgl.js","webhook-Dc37Ko-w.js","webhooks-jhL-FTz6.js","year-6A1IjaUU.js"]
const VERSION = '88698833a95e'

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
