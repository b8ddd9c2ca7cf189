// Every screen once, looked at by axe: no violation, and nothing wider than the window.
import { address, assert, journey, openTitle, registered, rest } from './browser.mjs'
import { looking } from './looking.mjs'

const [width = '1280', theme = 'light', letters = '16'] = rest
const GERMAN = [
  ['/', '.ups'],
  ['/browse', '.card'],
  ['/list', '.entry-row'],
  ['/lists', '.boxes'],
  ['/activity', '.lines'],
  ['/calendar', '.empty'],
  ['/statistics', '.kpi'],
  ['/import', '.drop'],
  ['/servers', '.empty'],
  ['/account', '.lines'],
]

await journey(async (open) => {
  const page = await open({
    viewport: { width: Number(width), height: 860 },
    colorScheme: theme,
    bypassCSP: true,
    reducedMotion: 'reduce',
  })
  const settings = await page.context().newCDPSession(page)
  await settings.send('Page.setFontSizes', { fontSizes: { standard: Number(letters) } })
  const { look, visit, end } = looking(page)

  await visit('/sign-in', 'form')
  const size = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize))
  assert.equal(size, Math.min(Number(letters), Math.max(16, Number(width) / 20)))
  const text = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize))
  assert.ok(text > size * 0.9, `text of ${text} px`)
  await visit('/register', 'form')
  await visit('/reset-password#token=x', 'form')
  await registered(page, `axe-${width}-${theme}-${letters}`)
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
  await page.getByRole('button', { name: 'Rows' }).click()
  await page.locator('.entry-row').first().waitFor()
  await visit('/lists', '.empty')
  await page.getByRole('button', { name: 'New list' }).click()
  await page.getByLabel('Name').fill('Rain')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Nothing in it yet').waitFor()
  await look('a list')
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('button', { name: 'Create a link' }).click()
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
  await visit('/nothing', '.empty')

  // What is open over a screen.
  await visit('/list', '.entry-row')
  await page.locator('.entry-row .stt .btn').first().click()
  await page.getByRole('menuitemradio', { name: 'Dropped' }).waitFor()
  await look('menu of statuses')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await look('menu of the account')
  await page.keyboard.press('Escape')
  await page.locator('body').press('?')
  await page.getByRole('dialog').waitFor()
  await look('dialog of keys')
  await page.keyboard.press('Escape')

  // A row on its way.
  for (const name of ['Film 01', 'Film 02']) {
    await openTitle(page, name)
    await page.getByRole('button', { name: 'Add to a list' }).click()
    await page.getByRole('dialog').getByText('Rain').click()
    await page.locator('.toast').waitFor()
  }
  await page.goto(`${address}/lists`)
  await page.getByRole('link', { name: 'Rain' }).click()
  await page.locator('.item').nth(1).waitFor()
  const grip = await page.locator('.grip').last().boundingBox()
  await page.mouse.move(grip.x + 10, grip.y + 20)
  await page.mouse.down()
  await page.mouse.move(grip.x + 10, grip.y - 30, { steps: 4 })
  await page.locator('.is-lifted').waitFor()
  await look('a row that is dragged')
  await page.mouse.up()

  // Without network: the bar of the copy, that of what waits, and the question before leaving.
  await page.goto(`${address}/list`)
  await page.locator('.entry-row').first().waitFor()
  await page.context().setOffline(true)
  await page.locator('.entry-row .stt .btn').first().click()
  await page.getByRole('menuitemradio', { name: 'Dropped' }).click()
  await page.locator('.waiting').waitFor()
  await look('a change that waits')
  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('dialog').waitFor()
  await look('dialog before leaving')
  await page.getByRole('button', { name: 'Stay' }).click()
  await page.context().setOffline(false)
  await page.locator('.waiting').waitFor({ state: 'detached' })

  // The longer words of the other language.
  await page.evaluate(() => localStorage.setItem('watchkeeper.language', 'de'))
  for (const [path, sign] of GERMAN) await visit(path, sign)
  end()
})
