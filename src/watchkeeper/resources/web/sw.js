// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-b_IoDU6M.js","acting-B1GmS4dn.js","activity-D3fv68ee.js","admin-Cavs3Bzy.js","bones-DOzoUDez.js","browse-BQ0muOEz.js","calendar-CdRccsnG.js","card-Bqzj4pCP.js","dated-DOCuGT-V.js","de-D0oqcx_4.js","discover-BLWXGmf6.js","display-D7zy_g0h.woff2","endless-DP6gR057.js","entries-B9xXDTfr.js","episodes-DacpI7hw.js","export-BSB5nlT4.js","favorites-CbFQG4Bi.js","heading-a7gVNe0X.js","home-D-FWYTeK.js","import-LvlVdoQi.js","imports-15ODJRsZ.js","index-CFtbMeD8.js","key-figures-CV2A_PPS.js","list-Du5TDfk_.js","list-form-97In5ffY.js","lists-DXvYSA4k.js","load-DNtTvE3V.js","my-list-BJAEEIPH.js","once-COwwTsRS.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-CZoEdEKw.js","register-BMPLfHVA.js","reset-password-BL_j1tpH.js","server-BM37hNvT.js","servers-XBRD7k-P.js","shared-list-DbbB_xnh.js","sign-in-Bt2L28CX.js","statistics-CNfRfMBv.js","steps-BRC1cT5p.js","style-D_m5WJ9-.css","title-BiVTnNb_.js","title-picker-DHMSBi1I.js","use-list-D6zMLBYG.js","virtual-grid-CDsF-FLc.js","webhook-Cp6mdnlE.js","webhooks-C86KBfvK.js","when-DHqFVxP7.js","year-BXWx3D-f.js"]
const VERSION = '3a1d89751c14'

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
  await Promise.all(names.filter((name) => name.startsWith('shell-') && name !== KEPT).map((name) => caches.delete(name)))
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
