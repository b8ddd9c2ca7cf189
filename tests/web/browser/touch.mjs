// A person with a phone 360 pixels wide: by touch, without scrolling sideways.
import { address, assert, journey, openTitle, registered, statusIs, toast } from './browser.mjs'

await journey(async (open) => {
  const page = await open({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  })
  const fits = async () =>
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), page.url())
  await registered(page, 'linus')
  await fits()

  await page.locator('.tabbar').getByRole('link', { name: 'Browse' }).tap()
  await page.locator('.card').first().waitFor()
  await fits()
  await page.getByRole('button', { name: /^Filter/ }).tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Films' }).tap()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /titles/ })
    .tap()
  await page.waitForURL('**kind=movie**')
  await page
    .getByRole('button', { name: 'Film 01: add to my list' })
    .or(page.locator('.card .add').first())
    .first()
    .tap()
  await toast(page, 'Planned')

  await openTitle(page, 'Blade Runner')
  await fits()
  await page.locator('.rate label').nth(8).tap()
  await toast(page, 'Completed, rated 5')
  await statusIs(page, 'Completed')

  await page.locator('.tabbar').getByRole('link', { name: 'My list' }).tap()
  await page.locator('.entry-row').first().waitFor()
  await fits()
  // A finger held on a row selects it.
  const row = await page.locator('.entry-row').first().boundingBox()
  const finger = await page.context().newCDPSession(page)
  await finger.send('Input.dispatchTouchEvent', {
    type: 'touchStart',
    touchPoints: [{ x: row.x + 140, y: row.y + 30 }],
  })
  await page.getByRole('toolbar', { name: '1 selected' }).waitFor()
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })

  // The order of a list, by a finger on the handle: the last one to the top, without scrolling the page.
  await page.evaluate(async () => {
    const send = async (path, body) =>
      (
        await fetch(`/api/v1${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-Watchkeeper-Page': '1' },
          body: JSON.stringify(body),
        })
      ).json()
    const { id } = await send('/lists', { name: 'Rain' })
    for (const name of ['Film 01', 'Film 02', 'Film 03']) {
      const { items } = await (await fetch(`/api/v1/titles?q=${encodeURIComponent(name)}`)).json()
      await send(`/lists/${id}/items`, { title_id: items[0].id })
    }
  })
  await page.goto(`${address}/lists`)
  await page.getByRole('link', { name: 'Rain' }).tap()
  await page.locator('.item').nth(2).waitFor()
  await fits()
  const [top, grip] = [
    await page.locator('.grip').first().boundingBox(),
    await page.locator('.grip').last().boundingBox(),
  ]
  const touch = (type, y) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: y === undefined ? [] : [{ x: grip.x + grip.width / 2, y }],
    })
  await touch('touchStart', grip.y + 20)
  for (let step = 1; step <= 6; step++) await touch('touchMove', grip.y + 20 + ((top.y - 10 - grip.y - 20) * step) / 6)
  await page.locator('.is-lifted').waitFor()
  await page.waitForTimeout(200)
  await touch('touchEnd')
  await toast(page, 'is number 1 now')
  assert.equal((await page.locator('.item .tt').allInnerTexts())[0], 'Film 03')
  await page.goto(`${address}/`)
  await page.getByText('What shall it be tonight?').waitFor()
  await fits()
})
