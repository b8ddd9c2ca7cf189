// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-CE23sEIz.js","acting-DskNdVPA.js","activity-BBg--QCU.js","admin-BHH99sg6.js","bones-DVlVOnjg.js","browse-DuODIlpA.js","calendar-8FB1G3Rs.js","card-BuF3axUt.js","clash-mD2jumZE.js","dated-DM9MJUh6.js","de-BYo4ILWS.js","discover-CBZ87Gnx.js","display-D7zy_g0h.woff2","endless-hI4glIon.js","episodes-CgMemjJp.js","export-CXeXk5jV.js","favorites-DNtrwQLb.js","following-DlllZCBq.js","heading-jcbtKYii.js","home-C4UDG9Hn.js","import-BVaOnNvo.js","import-undo-xCOq0OdG.js","imports-Biw--4bH.js","imports-C_5XvyCU.js","index-CrTCLbhK.js","key-figures-BpuoEY9m.js","list-BcA2b-xE.js","list-form-XO_EwKp8.js","lists-rGs0tXUX.js","load-CN5-M5Rc.js","my-list-oUoQPPKE.js","once-CJfl5Tum.js","pages-DQFs3S9t.js","plays-B0na_NxZ.js","rating-M6dejzdZ.js","register-JniZ7mtX.js","reset-password-zKof4YRK.js","server-C-RIc7GL.js","servers-c-3iIrMy.js","shared-list-DAIKTuSI.js","sign-in-D3ihRCS8.js","statistics-eQRvLsnI.js","style-Dq63VlHA.css","sure-D63nbPd6.js","title-D7dybUU9.js","title-picker-BWYY-RTP.js","use-edit-Dxa4aoO5.js","use-list-DJ3hrfZ1.js","virtual-grid-DpmR4tMh.js","webhook-D4aLW23Q.js","webhooks-CgyT48HG.js","year-CEsQbBY0.js"]
const VERSION = 'fa00d66d19eb'

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
