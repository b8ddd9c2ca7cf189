// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BooLsS2p.js","acting-BwChs5E-.js","activity-D-5ruLFf.js","admin-CFsNWw7Z.js","bones-CnlzdUah.js","browse-dUldPy4Q.js","calendar-CVFc3cNX.js","card-Cq03t-xc.js","clash-IVJs7vut.js","dated-SwuZX4d8.js","de-pFQgTTjz.js","discover-BC-EIfAv.js","display-D7zy_g0h.woff2","endless-DSX_N4Ft.js","episodes-BA_0T6Lj.js","export-BaGlKDZE.js","favorites-D_bj2pTQ.js","home-TIBU7BrK.js","import-Ca4KzkjR.js","import-undo-B_Cbc2lx.js","imports-DSw9E6Ku.js","imports-DlFREf6E.js","in-sight-CU57VAFw.js","index-D-cMKZdK.js","key-figures-BkCt8D_z.js","lasting-hW5JKXFP.js","list-DAhhrst4.js","list-form-dfHu98uh.js","lists-BwBMzYG9.js","load-ajcFmHna.js","my-list-C3NL148K.js","once-BIrmY_uB.js","pages-DQFs3S9t.js","plays-BeMOxmDw.js","rating-DHmPhXUq.js","register-CUtikYAA.js","reset-password-Dwgn-7e5.js","server-DYJvnHBa.js","servers-AWi9de97.js","shared-list-heYdw74B.js","sign-in-C5QPZXRJ.js","statistics-By_8qgvj.js","style-C68Qf4qC.css","sure-DAGzTYSP.js","title-Bqk8Wi0S.js","title-picker-Bp8OKq1z.js","troubles-DTgJ-4YG.js","use-edit-UfBVA5Un.js","use-list-BZH12UXe.js","virtual-grid-D7vEfmay.js","webhook-CL7VVgfB.js","webhooks-DDoZM8np.js","year-CzYwU4M6.js"]
const VERSION = 'b7ffca95b3cb'

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
