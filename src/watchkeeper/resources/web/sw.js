// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-Br5BC3UH.js","acting-DmGHuoAt.js","activity-D2AJ0B7Q.js","admin-RzBgFjjh.js","bones-Dqzvae1Z.js","browse-DCqxyX4c.js","calendar-DIxzEn6_.js","card-CnQQxJk4.js","clash-DwVquCeY.js","dated-CZRWOX19.js","de-BKwDX8uj.js","discover-C5wori7s.js","display-D7zy_g0h.woff2","endless-CV_w-u2b.js","episodes-BnEibhdL.js","export-DMKU_qeR.js","favorites-D1E_A-K4.js","heading-oDLsWgXn.js","home-CkRfcS09.js","import-k0mee8qf.js","imports-DGaf8Vb8.js","index-G6-_7Zd9.js","key-figures-Ccy__5-W.js","list-form-GRLt4_Wx.js","list-ywJGi4yp.js","lists-BT4FWQUd.js","load-329wTVZo.js","my-list-fOaG9MKx.js","once-Douf0Ug4.js","pages-DQFs3S9t.js","plays-Cb0TLOVC.js","programs-DSeZ7dYa.js","rating-BEAP_208.js","register-DDFMe1xZ.js","reset-password-BglfUIAN.js","server-cHWCcBWI.js","servers-SFlCPc7P.js","shared-list-DKgUo6IM.js","sign-in-DT1IJZuB.js","statistics-CVETQUUk.js","steps-DXEt7n0H.js","style-DRjPH6vN.css","title-Bv9dGyF2.js","title-picker-D4q7306Z.js","use-edit-BikuSgxn.js","use-list-BNxmf3y7.js","virtual-grid-DoTcXQuv.js","webhook-Cez5L1B0.js","webhooks-lXDf1MiK.js","year-DmxdrGO6.js"]
const VERSION = '3c952fd79d84'

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
