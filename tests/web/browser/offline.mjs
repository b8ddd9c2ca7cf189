// A person on a train: what was seen before can be read, a change waits, an update is seen at once, nothing stays behind.
import { address, assert, journey, openTitle, registered, toast } from './browser.mjs'

await journey(async (open) => {
  const page = await open()
  const context = page.context()
  await registered(page, 'ada')
  await openTitle(page, 'Blade Runner')
  await page.locator('.rate label').nth(6).click()
  await toast(page, 'Completed, rated 4')
  await page.evaluate(() => navigator.serviceWorker.ready)
  for (const [path, sign] of [
    ['/', '.shelf, main .m'],
    ['/list', '.entry-row'],
    ['/lists', '.empty'],
  ]) {
    await page.goto(address + path)
    await page.locator(sign).first().waitFor()
  }
  await page.waitForFunction(() => navigator.serviceWorker.controller)
  const kept = () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.open('watchkeeper', 1)
          request.onsuccess = () => {
            const table = request.result.transaction('kept').objectStore('kept')
            const keys = table.getAllKeys()
            const list = table.get('entries')
            list.onsuccess = () => resolve({ keys: keys.result, entries: list.result?.entries.length ?? 0 })
          }
        }),
    )
  while ((await kept()).entries !== 1) await page.waitForTimeout(200)

  await context.setOffline(true)
  await page.goto(`${address}/list`)
  await page.locator('.entry-row', { hasText: 'Blade Runner' }).waitFor()
  await page.getByText(/You are offline. What you see is from today, \d\d:\d\d/).waitFor()
  await page.getByRole('link', { name: 'Blade Runner' }).last().click()
  await page.getByRole('heading', { level: 1, name: 'Blade Runner' }).waitFor()
  await page.getByText('1 review').first().waitFor()
  await page.goto(`${address}/`)
  await page.getByRole('heading', { level: 1, name: /ada/ }).waitFor()
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/offline-home.png` })
  await page.goto(`${address}/statistics`)
  await page.getByText('there is no saved copy of this').waitFor()
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/offline-none.png` })

  // A change waits for the network, over the next start of the page too, and is sent as soon as it is there.
  await page.goto(`${address}/list`)
  await page.getByRole('button', { name: /Blade Runner: Completed/ }).click()
  await page.getByRole('menuitemradio', { name: 'Planned' }).click()
  await page.getByText('1 change is waiting to be sent').waitFor()
  const [head, below] = await page.evaluate(() =>
    ['.top', 'main h1'].map((one) => document.querySelector(one).getBoundingClientRect()),
  )
  assert.ok(head.bottom <= below.top, 'the bar covers nothing of the page')
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/offline-waiting.png` })
  await page.goto(`${address}/list`)
  await page.getByRole('button', { name: /Blade Runner: Planned/ }).waitFor()
  await page.getByText('1 change is waiting to be sent').waitFor()
  await context.setOffline(false)
  await toast(page, 'The waiting change has been sent')
  const ofList = async () => (await (await context.request.get(`${address}/api/v1/watchlist`)).json()).items
  const [entry] = await ofList()
  assert.equal(entry.status, 'planned')
  await page.getByText('You are offline').waitFor({ state: 'detached' })

  // A document of an older version that is still kept is not shown; files of older versions go.
  await page.evaluate(async () => {
    const shell = await caches.open((await caches.keys()).find((name) => name.startsWith('shell-')))
    await shell.put('/', new Response('<h1>Old</h1>', { headers: { 'Content-Type': 'text/html' } }))
    await (await caches.open('shell-older')).put('/assets/old.js', new Response(''))
  })
  await page.reload()
  await page.locator('.entry-row', { hasText: 'Blade Runner' }).waitFor()
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).unregister())
  await page.goto('about:blank')
  await page.goto(`${address}/list`)
  const isOld = () =>
    page.evaluate(
      async () =>
        (await caches.has('shell-older')) ||
        (await (await caches.match('/', { ignoreVary: true })).text()).includes('Old'),
    )
  for (let tries = 0; tries < 40 && (await isOld()); tries++) await page.waitForTimeout(250)
  assert.equal(await isOld(), false)

  // What the service refuses is shown, and lost only when the person says so.
  await context.setOffline(true)
  await page.getByRole('button', { name: /Blade Runner: Planned/ }).click()
  await page.getByRole('menuitemradio', { name: 'Dropped' }).click()
  await page.getByText('1 change is waiting to be sent').waitFor()
  const headers = { Origin: address, 'X-Watchkeeper-Page': '1' }
  assert.equal((await context.request.delete(`${address}/api/v1/watchlist/${entry.id}`, { headers })).status(), 204)
  await page.goto(`${address}/list`)
  await page.getByText('1 change is waiting to be sent').waitFor()
  await context.setOffline(false)
  await page.getByRole('heading', { name: 'One change could not be made' }).waitFor()
  await page.getByText('It was changed elsewhere in the meantime: not on your list').waitFor()
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/offline-refused.png` })
  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('dialog').getByText('1 change has not reached').waitFor()
  await page.getByRole('button', { name: 'Sign out and lose them' }).click()
  await page.waitForURL('**/sign-in')
  await page.waitForTimeout(300)
  assert.deepEqual(
    (await kept()).keys.filter((key) => !/about$/.test(key)),
    [],
  )
})
