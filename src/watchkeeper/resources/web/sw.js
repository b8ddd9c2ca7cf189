// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-CmFwHUx0.js","acting-DQONNcJp.js","activity-CbFQMepp.js","admin-SYAfaWv5.js","browse-CjTgL_Ts.js","calendar-Bxrro5Js.js","card-D31LanjW.js","days-C11IhkXf.js","de-BxS47-S6.js","discover-Cbwzx4TJ.js","display-D7zy_g0h.woff2","endless-DXBWxZqf.js","entries-D4R14TOi.js","episodes-RYsTEtxv.js","export-BPzly23s.js","heading-CidEcExT.js","home-CBayW2o9.js","import-gMeY5rZm.js","imports-CiOPIWQU.js","index-BwUpEX_I.js","list-BRVpMI8s.js","list-form-DXaRhcG7.js","lists-Bumb9Ciy.js","load-coo59Cu3.js","my-list-cQcdgt-O.js","once-B-2big3W.js","options-CHEWhhns.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-Nhq8qrtY.js","register-Limw8Szr.js","reset-password-C3VQfVi2.js","server-C8QtZ3kA.js","servers-CteTkCTz.js","shared-list-Dw3nAMgS.js","sign-in-y5ek3bBo.js","statistics-BY6DxP0F.js","style-CIVZRTp8.css","title-Cdtq8EVs.js","title-picker-C4pXhvr1.js","use-list-DkOoiuJA.js","virtual-grid-CDMSTsaf.js","webhook-C0tUxpw0.js","webhooks-B09W4zUp.js","year-DH1k5Gmp.js"]
const VERSION = '2b1ffc2468a0'

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
