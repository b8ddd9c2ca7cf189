// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BwSbs3q-.js","acting-HLGvMm0C.js","activity-D-bMvrZ1.js","admin-eOOkCKwi.js","bones-COVvRfr7.js","browse-SkHP089P.js","calendar-QcjIVNK-.js","card-CfsHpqo1.js","dated-ClsDE9LY.js","de-BYuPOwYa.js","discover-bkR7d4i0.js","display-D7zy_g0h.woff2","endless-j0uOENEN.js","entries-Bwo4b_rV.js","episodes-C03VkQ2T.js","export-8pWndik5.js","favorites-2GLosNA8.js","heading-Dn2OD8n3.js","home-DG1FtS4P.js","import-3d-kIf_c.js","imports-Bj_MTitH.js","index-SJ9DoSBf.js","key-figures-DSz_-VcC.js","list-BL75s23Z.js","list-form-BDSU72qI.js","lists-D1keWP7M.js","load-zQp8jUcK.js","my-list-9IndTq38.js","once-BJnNeiWg.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-DaTwirOE.js","register-B0CBHEWt.js","reset-password-CW3fh4Hq.js","server-Bp2vgzqm.js","servers-a66trdZM.js","shared-list-Cjwq1r3w.js","sign-in-B9k5Mhyl.js","statistics-BOcp8yzW.js","steps-YahdGeSw.js","style-DGoh8EOV.css","title-Cersflow.js","title-picker-C5BB4RTB.js","use-list-Bh_NNWq8.js","virtual-grid-BtiQBLbp.js","webhook-t_jNoFnl.js","webhooks-BaT6hrqA.js","when-DQmUlqY3.js","year-B7-UvvGQ.js"]
const VERSION = 'c6859bc3412e'

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
