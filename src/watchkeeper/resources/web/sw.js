// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-C0hUgFpR.js","acting-BLzkeaC4.js","activity-Bv6mtAzB.js","admin-BNibLbOZ.js","bones-BOwzwdpm.js","browse-BFGzrHTd.js","calendar-C3ahw2tj.js","card-BWKPcG7w.js","clash-DA0rLNaa.js","dated-CRePc6Th.js","de-BEwIf06A.js","discover-D-SXC27f.js","display-D7zy_g0h.woff2","endless-BQKkM_ig.js","episodes-BFMNCp9K.js","export-BpjonjiH.js","favorites-DmH4ZFwY.js","heading-Dm499VA1.js","home-CcVcWqiy.js","import-BUt_sh5u.js","imports-Il8FV0Dk.js","index-0AG2yOdJ.js","key-figures-Df3MkW4l.js","list-form-BUOdp6LN.js","list-pSEdA7eA.js","lists-B38_wQ5G.js","load-BcHtlD3Q.js","my-list-YoD-afA5.js","once-CvcORl8l.js","pages-DQFs3S9t.js","plays-CT_dYPQF.js","programs-DSeZ7dYa.js","rating-B-jKMIKT.js","register-C3o0zerq.js","reset-password-CuivvgG7.js","server-BoYbAkeZ.js","servers-oktavZsV.js","shared-list-1OAAnyez.js","sign-in-CDHvvLzo.js","statistics-B42giWqA.js","steps-BzL5zj8w.js","style-DRjPH6vN.css","title-POuaFaN2.js","title-picker-xx1k5we-.js","use-edit-CWo12NqW.js","use-list-ChXEK1Xv.js","virtual-grid-B0zrEC8j.js","webhook-BoXU_omm.js","webhooks-BLveYo6n.js","year-CQM9lnhR.js"]
const VERSION = '6268caad4e9b'

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
