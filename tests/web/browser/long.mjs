// A list of 5,000: scrolled to its end and back, by key too, filtered and put in order without asking the service.
import { PASSWORD, address, assert, journey, toast } from './browser.mjs'

await journey(async (open) => {
  const enter = async () => {
    const page = await open()
    await page.goto(`${address}/sign-in`)
    await page.getByLabel('User name').fill('ada')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: /ada/ }).waitFor()
    return page
  }
  const page = await enter()
  await page.getByRole('link', { name: 'My list' }).first().click()
  await page.locator('.entry-row').first().waitFor()
  const count = (text) => page.locator('.tabs .chip', { hasText: 'All' }).filter({ hasText: text }).waitFor()
  await count('5,000')
  const stored = () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.open('watchkeeper', 1)
          request.onsuccess = () => {
            const get = request.result.transaction('kept').objectStore('kept').get('entries')
            get.onsuccess = () => resolve(get.result?.entries.length)
          }
        }),
    )
  while ((await stored()) !== 5000) await page.waitForTimeout(200)

  const asked = []
  page.on('request', (request) => request.url().includes('/api/v1/watchlist') && asked.push(request.url()))
  await page.getByLabel('Search my list').fill('number 4321')
  await count('1')
  await page.locator('.entry-row', { hasText: 'Number 4321' }).waitFor()
  assert.equal(await page.locator('.entry-row').count(), 1)
  await page.getByLabel('Search my list').fill('')
  await count('5,000')
  assert.deepEqual(asked, [])
  await page.goto(`${address}/list?sort=title`)
  await page.locator('.entry-row', { hasText: 'Number 0001' }).waitFor()

  await page.locator('body').press('j')
  const isAt = (name) => page.evaluate((text) => document.activeElement?.textContent === text, name)
  // What is stored is there after a blink: until then the end is that of the first page.
  for (let tries = 0; tries < 20 && !(await isAt('Number 5000')); tries++) {
    await page.keyboard.press('End')
    await page.waitForTimeout(250)
  }
  assert.ok(await isAt('Number 5000'))
  asked.length = 0
  await page.keyboard.press('Home')
  await page.waitForFunction(() => document.activeElement?.textContent === 'Number 0001')
  const longest = await page.evaluate(async () => {
    let most = 0
    for (let y = 0; y <= document.documentElement.scrollHeight; y += 3000) {
      scrollTo(0, y)
      await new Promise(requestAnimationFrame)
      most = Math.max(most, document.querySelectorAll('*').length)
    }
    scrollTo(0, document.documentElement.scrollHeight)
    return most
  })
  await page.locator('.entry-row', { hasText: 'Number 5000' }).waitFor()
  assert.ok(longest < 2500, `${longest} elements`)
  assert.deepEqual(asked, [])

  // Rated here, seen there: a second browser, and another tab of this one.
  const there = await enter()
  await there.goto(`${address}/list?sort=title`)
  await there.locator('.entry-row', { hasText: 'Number 0001' }).waitFor()
  const tab = await page.context().newPage()
  await tab.goto(`${address}/list?sort=title`)
  await tab.locator('.entry-row', { hasText: 'Number 0001' }).waitFor()
  await page.keyboard.press('Home')
  await page.waitForFunction(() => document.activeElement?.textContent === 'Number 0001')
  await page.keyboard.press('4')
  await toast(page, 'rated 4')
  await tab.getByRole('button', { name: 'Number 0001: rated 4' }).waitFor()
  await there.evaluate(() => dispatchEvent(new Event('focus')))
  await there.getByRole('button', { name: 'Number 0001: rated 4' }).waitFor()
})
