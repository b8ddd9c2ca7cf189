// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-CiEw777o.js","acting-CDEgrgXw.js","activity-m0GQlmv0.js","admin-Mq4HlVt-.js","bones-CU7RjPN1.js","browse-ClDL_0qD.js","calendar-DeaE1AG1.js","card-C66b6dli.js","clash-6GlGEXza.js","dated-DB8Ri9wP.js","de-CKkK6mFx.js","discover-B0waxrNe.js","display-D7zy_g0h.woff2","endless-C0UqgCxY.js","episodes-CiMpAKAH.js","export-pPg_rx8b.js","favorites-DZAvEsWg.js","heading-B3EfLlb-.js","home-CTFtYszH.js","import-puGW0acL.js","imports-CkC1QQjn.js","index-CETLB8NI.js","key-figures-CUVzmrZP.js","list-form-BsjGVLMq.js","list-k2OlDwBP.js","lists-R6IEB9qz.js","load-CnWBLXU5.js","my-list-D3S4CCnX.js","once-CDpV04LU.js","pages-DQFs3S9t.js","plays-B74HEafw.js","rating-9MY8lT1l.js","register-DFVzzCgb.js","reset-password-dQ25HG5D.js","server-CGXdGFky.js","servers-DV4bZhct.js","shared-list-CWncVpo3.js","sign-in-BSfU6Laz.js","statistics-BSc2E3Zp.js","steps-B5iQb0P5.js","style-B3lesBVY.css","title-BamK4SVO.js","title-picker-DtCdIPH4.js","use-edit-DpHvddVm.js","use-list-BadkQWle.js","virtual-grid-Cr6YuUYg.js","webhook-BF65qYP_.js","webhooks-BR_f64JZ.js","year-rrg73M4X.js"]
const VERSION = '3885cc783bf4'

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
