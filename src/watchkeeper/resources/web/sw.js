// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BuQeyF8t.js","acting-CCWBELkx.js","activity-aC4Agqcq.js","admin-DuwDb-eJ.js","bones-DY1tzuSH.js","browse-BAkRi_f3.js","calendar-ClwbsQKf.js","card-5nH8G4-U.js","dated-BEBSSnpP.js","days-CKGRkrIF.js","de-f7hW3LVt.js","discover-x5tvol5j.js","display-D7zy_g0h.woff2","endless-B0AqJlG-.js","entries-D3F1Uu-J.js","episodes-ULesKoRg.js","export-BbLtaCa_.js","heading-CSWvJPwF.js","home-C0QSa2IP.js","import-DjiXSGko.js","imports-DwsajSR2.js","index-BGYkEPmP.js","list-BnD3CJqK.js","list-form-DgCryjkT.js","lists-CqbQm_Px.js","load-W8Y_silg.js","my-list-CoYDFpoI.js","once-DaSFQx8h.js","pages-DQFs3S9t.js","programs-DSeZ7dYa.js","rating-C5WnudWR.js","register-JYwN3sq6.js","reset-password-BudAs6wB.js","server-BgPfUqSZ.js","servers-DgvMrnsL.js","shared-list-CfxIUyVB.js","sign-in-DY-2MBIc.js","statistics-Cu7mSvHj.js","steps-mc2Kg5zV.js","style-DjskRISl.css","title-C8vNdBwP.js","title-picker-cmJZpz5Y.js","use-list-Ch7NcP2c.js","virtual-grid-BjqjV11z.js","webhook-CYt9gzSO.js","webhooks-BtSvJdmk.js","when-B67pyrzn.js","year-9M9cFbVD.js"]
const VERSION = '09aadf7f6c11'

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
