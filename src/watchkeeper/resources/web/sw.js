// The page without network: its document and files, kept by the browser. What a person has is kept by the page itself.
// scripts/finish.mjs writes the names of the files and their digest here.
const FILES = ["account-BWIChf8A.js","acting-iejeGQjX.js","activity-DtMAQVF3.js","admin-DS2SCn5r.js","bones-DsF8TbIx.js","browse-Bl88B9gA.js","calendar-CzWydIwh.js","card-BfpSoScu.js","clash-Cw8urfnk.js","dated-DVkPr5Yt.js","de-Bcu6XmGg.js","discover-Bj1RBAh-.js","display-D7zy_g0h.woff2","endless-DGDhvmgI.js","episodes-DZdIZnnR.js","export-6micxm7l.js","favorites-aZdRraBI.js","following-B6_RmtsW.js","heading-B8BjwrbW.js","home-I4psfFrD.js","import-BT0aPAms.js","import-undo-ByMWhaAF.js","imports-W8bBJN_W.js","imports-o_p8s77J.js","index-B6yD51Ln.js","key-figures-DRFdB1yl.js","list-CJewZuwn.js","list-form-DHk9hI-u.js","lists-CQ9BJWDA.js","load-CxWLgWul.js","my-list-CjaAPJOp.js","once-DrSzGrvv.js","pages-DQFs3S9t.js","plays-BVtQm8U2.js","rating-l_44lgnb.js","register-kWWfSl4H.js","reset-password-BIQ34_cC.js","server-bVr3w-Md.js","servers-CDloNzMF.js","shared-list-BNwumbaE.js","sign-in-Dc-WHNFt.js","statistics-B37lGBZT.js","style-UvcFMxrw.css","title-DDXOBkfl.js","title-picker-DPqEwM3U.js","use-edit-5fV8MFCX.js","use-list-BIKv8mHt.js","virtual-grid-BAtsyt_b.js","webhook-BPWXIiUF.js","webhooks-B9qnoTt4.js","year-Dyjz7RAC.js"]
const VERSION = '326001ef68fa'

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
