// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-DxabqXig.js","acting-C9KxMFB5.js","activity-CfhAgCN7.js","admin-TYaU72av.js","bones-CxNunPzB.js","browse-BpeF16qK.js","calendar-BLaMc5Je.js","card-Lkn2GU0H.js","clash-D_6nM6fw.js","dated-_OxVytL1.js","de-CzxKdqMb.js","discover-COOyXyK3.js","display-D7zy_g0h.woff2","endless-Dr4bMrXz.js","episodes-Zi_eMEzh.js","export-C1l_JxvU.js","favorites-3kmmU-qL.js","home-R2fTWuM9.js","import-BM-QAON4.js","import-undo-DXIVsmCY.js","imports-Bza70v_A.js","imports-CRzQe9fm.js","in-sight-CU57VAFw.js","index-DMXFnz7t.js","key-figures-eu0mFHJe.js","lasting-DYxO8gZD.js","list-form-nNsbmAcz.js","list-hxOr6be0.js","lists-Cr1X9fhc.js","load-4yOYQgpx.js","my-list-D2z--hlz.js","once-7GyV0TXa.js","pages-DQFs3S9t.js","plays-Chn45j3i.js","rating-BG5EDPUt.js","register-DiwwvRAD.js","reset-password-BuqjXuQ4.js","server-dhwSbvER.js","servers-ikN_gd31.js","shared-list-C8pKk59b.js","sign-in-Do6Ti1LV.js","statistics-CqhasEI3.js","style-BNG2c0CY.css","sure-BoctoB9h.js","title-DDkOzpso.js","title-picker-CsnaSk30.js","troubles-Dhto3riH.js","use-edit-Btd2dJag.js","use-list-E8xLu_qc.js","virtual-grid-B7kZf5e3.js","webhook-4pKcXyTL.js","webhooks-Bf-mo-9n.js","year-CJns_sYx.js"]
const VERSION = '000e657ed403'

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
