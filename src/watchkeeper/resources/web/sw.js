// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BTx7sbxq.js","acting-DOsm4Za4.js","activity-Ci9hjKEX.js","admin-1HCFyfcF.js","bones-CJcP1on7.js","browse-Slg4mKZm.js","calendar-C0nje5pE.js","card-YauPlGLO.js","clash--sgtnpTz.js","dated-DjH8IbH5.js","de-B9UScBie.js","discover-ByCC3Ar0.js","display-D7zy_g0h.woff2","endless-AwJtB3aB.js","episodes-DsrGxmTW.js","export-CRlRDV7C.js","favorites-DNaD9r0C.js","home-BSNbp1u-.js","import-C2wPDIUS.js","import-undo-B3LddcSe.js","imports-Anmzbfzd.js","imports-B2GLxQIg.js","in-sight-CU57VAFw.js","index-CktyeI5b.js","key-figures-LH2W1f5R.js","lasting-CLVXjC6S.js","list-E53CxEJq.js","list-form-B2KEarPd.js","lists-CboAiCYD.js","load-DhpSp4hD.js","my-list-CbSsP0RR.js","once-D5y1VFws.js","pages-DQFs3S9t.js","plays-C7edDQJw.js","rating-BBU4flXS.js","register-dmtyZuaM.js","reset-password-Bezu2h-d.js","server-PCara3Ti.js","servers-CwW2_hw2.js","shared-list-BdWaXRvz.js","sign-in-BAsb3-N6.js","statistics-nzwYjKhQ.js","style-C68Qf4qC.css","sure-CmxuSQHN.js","title-CbL10TCX.js","title-picker-CVL8CGJF.js","troubles-CSstru2I.js","use-edit-CFR5cR_N.js","use-list-NcJop3CY.js","virtual-grid-BaymVBTb.js","webhook-BhA-_7mc.js","webhooks-DuYZxRs_.js","year-M4WoSDmS.js"]
const VERSION = '1fdbba3e329f'

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
