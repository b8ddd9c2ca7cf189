// A history from the file to the way back by finger, 360 pixels wide: nothing is cut, and a finger hits what it means.
import { address, journey, openTitle, registered, rest, toast } from './browser.mjs'
import { looking } from './looking.mjs'

const [archive] = rest

await journey(async (open) => {
  const page = await open({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
    bypassCSP: true,
    reducedMotion: 'reduce',
  })
  const { touchable, end } = looking(page)
  const tap = (name, exact = true) => page.getByRole('button', { name, exact }).first().tap()
  await registered(page, 'linus')
  await touchable('an empty Home')
  await page.locator('.tabbar').getByRole('button', { name: 'More' }).tap()
  await touchable('the menu')
  await page.getByRole('menuitem', { name: 'Import' }).tap()
  await page.locator('.drop').waitFor()
  await page.getByText('If you know more about the file').tap()
  await touchable('choosing a file')
  await page.locator('input[type=file]').setInputFiles(archive)
  await tap('Look into it')
  await page.getByText('21 rows, every one accounted for').waitFor({ timeout: 60_000 })
  await touchable('the preview')
  await tap('Not right?')
  await page.locator('select[name=source]').waitFor()
  await touchable('its options')

  await page.getByRole('group', { name: 'Which one is Nameless Reel?' }).getByText('1960 · Film').tap()
  await toast(page, 'Your choice is kept')
  await page.locator('article', { hasText: 'Nameless Reel' }).getByRole('button', { name: 'Another title …' }).tap()
  await page.getByRole('dialog').locator('.item').first().waitFor()
  await touchable('another title')
  await tap('Close')
  await tap('Take the first match')
  await toast(page, 'Decided')
  await touchable('decided rows')
  await tap('Take over 14 rows', false)
  await page.getByText('Written: 12 entries').waitFor({ timeout: 60_000 })
  await touchable('what was taken over')
  await page.locator('.acts').getByRole('link', { name: 'My list' }).tap()
  await page.locator('.entry-row').nth(5).waitFor()
  await touchable('My list')
  await page.goto(`${address}/lists`)
  await page.locator('main h2 a').first().tap()
  await page.locator('.item').first().waitFor()
  await touchable('a list')
  await page.goBack()
  await page.goBack()
  await page.goBack()
  await page.getByRole('button', { name: 'Take back', exact: true }).tap()
  await page.getByText('Taken back: 12 entries').waitFor({ timeout: 60_000 })
  await touchable('what was taken back')
  for (const [path, sign] of [
    ['/', '.card'],
    ['/browse', '.card'],
    ['/lists', 'h1'],
    ['/export', 'h1'],
    ['/statistics', 'h1'],
    ['/activity', 'h1'],
    ['/calendar', 'h1'],
    ['/account', 'main input'],
    ['/servers', 'h1'],
    ['/webhooks', 'h1'],
  ]) {
    await page.goto(address + path)
    await page.locator(sign).first().waitFor()
    await touchable(path)
  }
  for (const name of ['Blade Runner', 'The Wire']) {
    await openTitle(page, name)
    await page.locator('.card').first().waitFor()
    await touchable(name)
  }
  end()
})
