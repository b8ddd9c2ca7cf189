// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BaTKqq2k.js","acting-7gJYeZlN.js","activity-BTCu9VqP.js","admin-BUoHJhuV.js","bones-RamN29sT.js","browse-BOwsFzOQ.js","calendar-BMSeufEB.js","card-DaOj5KBb.js","clash-DJg90wI-.js","dated-ATe1gmrA.js","de-LkH76YAT.js","discover-E3ZTUTor.js","display-D7zy_g0h.woff2","endless-C75CW-nc.js","episodes-DBemTAr3.js","export-Cw3OsfrN.js","favorites-COtXYuUV.js","heading-Dq1cjfNb.js","home-yaYx4O3G.js","import-BSnMpK8a.js","imports-Cc4MYHkN.js","index-B7JTGS7L.js","key-figures-Dr3dmC-G.js","list-Dr3hkuBP.js","list-form-2aWVVxBo.js","lists-BWYdjjgm.js","load-BQLuH_5U.js","my-list-CsH7a2mS.js","once-BYMy0R3W.js","pages-DQFs3S9t.js","plays-DHBn5cdm.js","rating-Boi63ZBV.js","register-B3sF5VN8.js","reset-password-GZqj8I5S.js","server-DlbnUBDG.js","servers-BqBaTvGl.js","shared-list-CcdE5z3x.js","sign-in-Xs9PrgzD.js","statistics-CTtkhZgH.js","steps-DvllvOsl.js","style-B3lesBVY.css","title-Dv7xNRG6.js","title-picker-D8szqDtT.js","use-edit-CNd_AxbV.js","use-list-DZwU3LeM.js","virtual-grid-Cg0FLXoN.js","webhook-B0F1V9mJ.js","webhooks-DfY4Pl2K.js","year-DBpGPif1.js"]
const VERSION = '76a9b387e1a7'

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
