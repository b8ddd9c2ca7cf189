// A person who brings a history along: too large a file, one that is looked at, decided, taken over and back; and what fails.
import { address, assert, journey, registered, toast } from './browser.mjs'

const HISTORY = [
  'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date',
  '2024-02-01,Film 07,1947,https://boxd.example/a,4.5,,,2024-01-31',
  '2024-02-02,Blade Runner,1982,https://boxd.example/b,4,,,2024-02-01',
].join('\n')
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

await journey(async (open) => {
  const page = await open()
  await registered(page, 'mary')
  const choose = (of) => page.locator('input[type=file]').setInputFiles(of)
  const look = () => page.getByRole('button', { name: 'Look into it' })

  // What the service would refuse after the upload is told before it.
  let asked = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/imports')) asked++
  })
  await page.route('**/api/v1/about', async (route) => {
    const about = await (await route.fetch()).json()
    await route.fulfill({ json: { ...about, import_max_bytes: 1024 } })
  })
  await page.goto(`${address}/import`)
  await choose(file('large.csv', 'x'.repeat(3000)))
  await page.getByRole('alert').getByText('The file is 3 kB. The largest that is taken is 1 kB.').waitFor()
  await look().click({ force: true })
  assert.equal(asked, 0)
  await page.unroute('**/api/v1/about')

  // What a proxy refuses in HTML leads to the same advice, and the file stays chosen.
  await page.route('**/api/v1/imports', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 413, contentType: 'text/html', body: '<h1>413</h1>' })
      : route.continue(),
  )
  await page.goto(`${address}/import`)
  await choose(file('diary.csv', HISTORY))
  await look().click()
  await page.getByRole('alert').getByText('Send the files of the archive one by one').waitFor()
  await page.unroute('**/api/v1/imports')
  await look().click()
  await page.waitForURL('**/import/*')
  await page.getByText('2 rows, every one accounted for').waitFor({ timeout: 60_000 })

  // Each state that one meets on the way, as the service tells it.
  const own = page.url().split('/').at(-1)
  const tell = async (state, more, sign) => {
    await page.route(`**/api/v1/imports/${own}`, async (route) => {
      const one = await (await route.fetch()).json()
      await route.fulfill({ json: { ...one, state, ...more } })
    })
    await page.reload()
    await page.locator('main').getByText(sign).first().waitFor()
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/import-${state}.png` })
    await page.unroute(`**/api/v1/imports/${own}`)
  }
  await tell('queued', { source: null, counts: {}, members: [], progress: null }, 'Waiting for its turn')
  await tell('matching', { progress: { done: 1500, total: 19230 } }, '1,500 of 19,230')
  await tell('committing', { progress: { done: 1, total: 2 } }, 'Taking over')
  assert.equal(await page.getByRole('button', { name: 'Discard' }).count(), 0)
  const error = { code: 'import_failed', detail: 'It failed.' }
  await tell('failed', { source: null, counts: {}, progress: null, error }, 'Nothing of it was written')
  await page.reload()

  // A file that was taken for another service's is read again as what the person says.
  await page.getByRole('button', { name: 'Not right?' }).click()
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'source')
  await page.locator('select[name=source]').selectOption('letterboxd')
  const isSent = page.waitForResponse((response) => response.request().method() === 'PATCH')
  await page.getByRole('button', { name: 'Read it again' }).click()
  await isSent
  const stateOf = async (id) => (await (await fetch(`/api/v1/imports/${id}`, { cache: 'no-store' })).json()).state
  while ((await page.evaluate(stateOf, own)) !== 'preview') await page.waitForTimeout(200)
  await page.reload()
  await page.getByRole('button', { name: 'Take over 2 rows' }).click()
  await page.getByRole('button', { name: 'Take back', exact: true }).waitFor({ timeout: 60_000 })
  await page.getByText('Written: ').waitFor()
  await page.locator('.kinds').getByText('Added', { exact: true }).waitFor()

  // A later one has the earlier beside it, which can be taken back from there.
  await page.getByRole('link', { name: 'Another file' }).click()
  await choose(file('again.csv', HISTORY.replace('Film 07', 'Film 08').replace('1947', '1948')))
  await look().click()
  await page.getByRole('button', { name: /^Take over/ }).waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Take back: diary.csv' }).click({ timeout: 60_000 })
  await page.locator('.earlier').getByText('Taken back').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await page.waitForURL('**/import')

  // Signing out elsewhere asks first.
  const other = await open()
  await other.goto(`${address}/sign-in`)
  await other.getByLabel('User name').fill('mary')
  await other.locator('input[type=password]').fill('correct horse battery staple')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.getByRole('heading', { level: 1, name: /mary/ }).waitFor()
  await page.goto(`${address}/account`)
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere else' }).click()
  await toast(page, 'Signed out everywhere else')
  await other.reload()
  await other.waitForURL('**/sign-in**')
})
