// Pictures of a running service for README.md: node scripts/pictures.mjs ADDRESS USERNAME PASSWORD. Needs Chromium.
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const [address, username, password] = process.argv.slice(2)
const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const SCREENS = [
  { name: 'home', path: '/', sign: '.ups' },
  { name: 'title-dark', path: '/browse?q=blade+runner', sign: '.card', open: true, theme: 'dark' },
  { name: 'list', path: '/list', sign: '.entry-row' },
  { name: 'home-phone', path: '/', sign: '.ups', width: 390, theme: 'dark' },
]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
await page.goto(`${address}/sign-in`)
await page.getByLabel('User name').fill(username)
await page.getByLabel('Password').fill(password)
await page.getByRole('button', { name: 'Sign in' }).click()
await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
for (const { name, path, sign, open, width = 1280, theme = 'light' } of SCREENS) {
  await page.setViewportSize({ width, height: width < 600 ? 844 : 800 })
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.goto(address + path)
  await page.locator(sign).first().waitFor()
  if (open) {
    await page.locator('.card a', { hasText: 'Blade Runner' }).first().click()
    await page.locator('.hero').waitFor()
  }
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${folder}${name}.jpg`, type: 'jpeg', quality: 82 })
}
await browser.close()
