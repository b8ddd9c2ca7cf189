// Every screen once, looked at by axe: no violation, and nothing wider than the window.
import { readFileSync } from 'node:fs'
import { address, assert, journey, openTitle, registered, rest } from './browser.mjs'

const [width = '1280', theme = 'light'] = rest
const axe = readFileSync(new URL('../../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Which elements make the page wider than the window, the outermost first; none when it fits. */
function tooWide() {
  if (document.documentElement.scrollWidth <= innerWidth) return []
  const reaching = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
  return reaching.filter((one) => one instanceof HTMLElement).slice(0, 9).map((one) => `${one.localName}.${one.className}`)
}

await journey(async (open) => {
  const found = []
  // Axe itself runs text as script, so it alone runs without the policy.
  const page = await open({ viewport: { width: Number(width), height: 860 }, colorScheme: theme, bypassCSP: true, reducedMotion: 'reduce' })
  const look = async (name) => {
    await page.waitForFunction(() => !document.querySelector('.is-loading')) // pale until it has been read anew
    await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)))
    await page.evaluate(axe)
    const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS)
    for (const { id, nodes } of violations) found.push(`${name}: ${id} at ${nodes.map((node) => node.target.join(' ')).slice(0, 4)}`)
    const wide = await page.evaluate(tooWide)
    if (wide.length) found.push(`${name}: wider than the window: ${wide.join(', ')}`)
  }
  const visit = async (path, sign) => {
    await page.goto(address + path)
    await page.locator(sign).first().waitFor()
    await look(path)
  }

  await visit('/sign-in', 'form')
  await visit('/register', 'form')
  await visit('/reset-password#token=x', 'form')
  await registered(page, `axe-${width}-${theme}`)
  await look('/ when empty')
  await visit('/list', '.empty')
  await openTitle(page, 'The Wire')
  await page.getByRole('button', { name: 'Watching', exact: true }).click()
  await page.locator('.toast').waitFor()
  await page.locator('.episodes li').first().waitFor()
  await look('a show')
  await openTitle(page, 'Blade Runner')
  await page.locator('.rate label').nth(7).click()
  await page.locator('.status [aria-pressed=true]').waitFor()
  await page.locator('.seen').waitFor()
  await look('a film')
  await page.locator('.seen button').click()
  await page.getByRole('dialog').waitFor()
  await look('dialog of plays')
  await visit('/browse', '.card')
  await visit('/browse?q=nothingofthekind', '.empty')
  await visit('/', '.ups')
  await visit('/list', '.entry-row')
  await page.locator('.entry-row input').first().check()
  await page.locator('.bulk').waitFor()
  await look('selected rows')
  await page.getByRole('button', { name: 'Posters' }).click()
  await page.locator('.virtual.grid').waitFor()
  await look('posters')
  await visit('/lists', '.empty')
  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByLabel('Name').fill('Rain')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Nothing in it yet').waitFor()
  await look('a list')
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('button', { name: 'Make a link' }).click()
  await page.locator('.once').waitFor()
  await look('dialog of links')
  await visit('/lists', '.boxes')
  await visit('/activity', '.lines')
  await visit('/activity?part=watched', '.empty, .lines')
  await visit('/calendar', '.empty')
  await visit('/statistics', '.kpi')
  await visit(`/statistics/${new Date().getFullYear()}`, '.kpi')
  await visit('/statistics/1990', '.empty')
  await visit('/import', '.drop')
  await visit('/export', '.boxes')
  await visit('/servers', '.empty')
  await visit('/webhooks', '.empty')
  await visit('/account', '.lines')
  await visit('/admin', '.empty')
  assert.deepEqual(found, [])
})
