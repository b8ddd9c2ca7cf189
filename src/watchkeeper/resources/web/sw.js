// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BDhC6Mof.js","acting-hJHKpXUZ.js","activity-O_pSr7ky.js","admin-R2-_YoF2.js","bones-Cxj51Tff.js","browse-MJE295pp.js","calendar-Dff0Oj34.js","card-CmSb98EI.js","clash-CxjQKDgH.js","dated-G1Xt9rQh.js","de-DXWhCNSD.js","discover-ryyQzN3p.js","display-D7zy_g0h.woff2","endless-w16Qih30.js","episodes-BqmxNvK1.js","export-DVQCIRAB.js","favorites-DAIol6Aq.js","following-Cbo9PRAo.js","heading-BqJYhD-Z.js","home-B5fmqLqP.js","import-COhz-uYb.js","import-undo-C0RBWyZa.js","imports-BzY7xjOa.js","imports-d6rw2fOS.js","index-CND0OwgI.js","key-figures-BeRorkbu.js","lasting-4DQC2b71.js","list-DoBelZNy.js","list-form-V4aIk4u4.js","lists-S5ayZsyE.js","load-DnAVbwEF.js","my-list-BWSXl_ok.js","once-DNJZjEFX.js","pages-DQFs3S9t.js","plays-CFAxg8bX.js","rating-CbUckGcx.js","register-BSc_Xd6R.js","reset-password-BoxeABOx.js","server-WIgZQi5O.js","servers-CNzQ6QwC.js","shared-list-Cm7dV1l_.js","sign-in-y-vKQlK_.js","statistics-0jUdxze4.js","style-BnYeurxd.css","sure-CBUTBoaX.js","title-CYT435O4.js","title-picker-Dm-lUacV.js","use-edit-D0HzgGEQ.js","use-list-B8YiQIo7.js","virtual-grid-CXzbSW-s.js","webhook-30SG88-Q.js","webhooks-DxDIb6ZY.js","year-DczjrHr9.js"]
const VERSION = 'bbaf7078047d'

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
