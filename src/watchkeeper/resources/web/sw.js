// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-na2j5tRi.js","acting-DqTxg8fq.js","activity-C6ac9nJQ.js","admin-Dr6xQ-_f.js","bones-BojHvY2W.js","browse-BANXixn3.js","calendar-DFwOJJ3U.js","card-CRCiX40p.js","clash-CG6Mh1Tp.js","dated-DpB8f5Zs.js","de-D1dwVBJ7.js","discover-3ddaalO2.js","display-D7zy_g0h.woff2","endless-DC3iGDKb.js","episodes-DsDbioBa.js","export-CNXI0Euz.js","favorites-CWcCmuQz.js","home-Dym-IcCZ.js","import-TJuj_Uyx.js","import-undo-OUP1SmI2.js","imports-B_nGFWXX.js","imports-IUMCY5ey.js","in-sight-CU57VAFw.js","index-BuplRY05.js","key-figures-BC7K5WaO.js","lasting-CKUSg3Ji.js","list-BIzppk8V.js","list-form-DhCw6E3y.js","lists-9WIEPHrR.js","load-CQ4UFrfd.js","my-list-e1K0xzIi.js","once-BQSKEsq9.js","pages-DQFs3S9t.js","plays-D1CP1ZtG.js","rating-BJrxk2ks.js","register-CxGtl7KG.js","reset-password-Yx5IEvN6.js","server-DcRcFTt1.js","servers-Bz1Q-nvH.js","shared-list-mN7DclDW.js","sign-in-CgaQUD3P.js","statistics-omD92ID4.js","style-CpicMSrk.css","sure--RypZ9ZJ.js","title-DKVZV2SR.js","title-picker-Cfyiy4Ul.js","troubles-BcBtxQBz.js","use-edit-DzADFule.js","use-list-CUUUV95X.js","virtual-grid-DdK7Wxvj.js","webhook-CDU4aMu8.js","webhooks-GZj3S7xT.js","year-BNHEbpaY.js"]
const VERSION = '05b02416b52a'

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
