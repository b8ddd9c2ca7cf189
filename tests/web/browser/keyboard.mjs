// A person without a mouse: every step by key, and focus is always somewhere.
import { assert, journey, registered, toast } from './browser.mjs'

await journey(async (open) => {
  const page = await open()
  await registered(page, 'grace')
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const focused = () => page.evaluate(() => document.activeElement?.tagName)

  await press('/')
  await page.keyboard.type('blade')
  await page.getByRole('option', { name: /Blade Runner/ }).waitFor()
  await press('ArrowDown', 'Enter')
  await page.getByRole('heading', { level: 1, name: 'Blade Runner' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')

  // The rating is one group of radios: arrows choose, and the last choice counts.
  await page.locator('.rate').waitFor()
  await page.locator('.rate input').first().focus()
  await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')
  await toast(page, 'Completed, rated 3')

  await page.locator('body').press('g')
  await press('l')
  await page.getByRole('heading', { level: 1, name: 'My list' }).waitFor()
  await page.locator('.entry-row').first().waitFor()
  await press('j', '5')
  await toast(page, 'Blade Runner: rated 5')
  await press('z')
  await toast(page, 'Taken back')
  await page.getByRole('button', { name: /Blade Runner: .*3/ }).waitFor()
  await press('x')
  await page.getByRole('toolbar').waitFor()
  await press('Escape')
  await page.getByRole('toolbar').waitFor({ state: 'detached' })
  await press('s')
  await page.getByRole('menuitemradio', { name: 'Completed' }).waitFor()
  const isAt = (text) => page.waitForFunction((named) => document.activeElement?.textContent?.includes(named), text)
  await isAt('Completed')
  await press('ArrowDown')
  await isAt('On hold')
  await press('Enter')
  await toast(page, 'On hold')
  await press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.notEqual(await focused(), undefined)
})
