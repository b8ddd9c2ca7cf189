// A person with a phone 360 pixels wide: by touch, without scrolling sideways.
import { address, assert, journey, openTitle, registered, statusIs, toast } from './browser.mjs'

await journey(async (open) => {
  const page = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 })
  const fits = async () => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), page.url())
  await registered(page, 'linus')
  await fits()

  await page.locator('.tabbar').getByRole('link', { name: 'Browse' }).tap()
  await page.locator('.card').first().waitFor()
  await fits()
  await page.getByRole('button', { name: /^Filter/ }).tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Films' }).tap()
  await page.getByRole('dialog').getByRole('button', { name: /titles/ }).tap()
  await page.waitForURL('**kind=movie**')
  await page.getByRole('button', { name: 'Film 01: add to my list' }).or(page.locator('.card .add').first()).first().tap()
  await toast(page, 'Planned')

  await openTitle(page, 'Blade Runner')
  await fits()
  await page.locator('.rate label').nth(8).tap()
  await toast(page, 'Completed, rated 5')
  await statusIs(page, 'Completed')

  await page.locator('.tabbar').getByRole('link', { name: 'My list' }).tap()
  await page.locator('.entry-row').first().waitFor()
  await fits()
  await page.goto(`${address}/`)
  await page.getByText('What shall it be tonight?').waitFor()
  await fits()
})
