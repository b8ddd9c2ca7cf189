// A browser that speaks German: every screen is in German, errors too, and no text of the English page is left.
import { PASSWORD, address, assert, journey } from './browser.mjs'
import { textsOf } from './texts.mjs'

// Words that are the same in both languages, or that come from the catalogue of the test.
const SAME =
  /^(Watchkeeper|Name|Status|Import|Export|Genre|Genres|Anime|Film|Filme|Show|On|Start|Admin|Drama|Science Fiction|IMDb|TMDb|Wikipedia|AniList|TheTVDB|MyAnimeList|TVmaze|–|\d+ min|2026.*)$/

await journey(async (open) => {
  const page = await open({ locale: 'de-AT' })
  const english = textsOf('en', 'de').filter((text) => !SAME.test(text))
  assert.ok(english.length > 300)
  const found = []
  const look = async (name) => {
    const shown = await page.evaluate(() => {
      const labels = [...document.querySelectorAll('[aria-label],[placeholder]')].flatMap((one) => [
        one.getAttribute('aria-label'),
        one.getAttribute('placeholder'),
      ])
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      const texts = []
      while (walker.nextNode()) texts.push(walker.currentNode.data)
      return [...texts, ...labels].filter(Boolean).map((text) => text.trim())
    })
    for (const text of english) if (shown.includes(text)) found.push(`${name}: ${text}`)
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/de-${name.replaceAll(/\W+/g, '-')}.png` })
  }
  const visit = async (path, sign) => {
    await page.goto(address + path)
    await page.locator(sign).first().waitFor()
    await look(path)
  }

  await visit('/sign-in', 'form')
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de')
  await page.getByLabel('Benutzername').fill('niemand')
  await page.getByLabel('Passwort').fill('falsch')
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.getByText('Benutzername oder Passwort ist falsch.').waitFor()
  await visit('/reset-password#token=x', 'form')
  await visit('/register', 'form')
  await page.getByLabel('Benutzername').fill('marie')
  await page.getByLabel('E-Mail-Adresse').fill('marie@example.com')
  await page.getByLabel('Passwort').fill('kurz')
  await page.getByRole('button', { name: 'Das Konto anlegen' }).click()
  await page.getByRole('alert').waitFor()
  assert.match(await page.getByRole('alert').innerText(), /Passwort/)
  await page.getByLabel('Passwort').fill(PASSWORD)
  await page.getByRole('button', { name: 'Das Konto anlegen' }).click()
  await page.getByRole('heading', { level: 1, name: /marie/ }).waitFor()
  await look('/ when empty')
  await visit('/list', '.empty')
  await visit('/browse?q=wire', '.card')
  await page.locator('.card a').first().click()
  await page.locator('.episodes li').first().waitFor()
  await page.getByRole('button', { name: 'Sehe ich', exact: true }).click()
  await page.locator('.toast', { hasText: 'Sehe ich' }).waitFor()
  await look('a show')
  await visit('/browse?q=blade', '.card')
  await page.locator('.card a').first().click()
  await page.locator('.rate label').nth(7).click()
  await page.locator('.toast', { hasText: 'Gesehen und mit 4,5 bewertet' }).waitFor()
  await look('a film')
  for (const [path, sign] of [
    ['/', '.ups'],
    ['/list', '.entry-row'],
    ['/browse', '.card'],
    ['/browse?q=nothingofthekind', '.empty'],
    ['/lists', '.empty'],
    ['/activity', '.lines'],
    ['/activity?part=watched', '.empty, .lines'],
    ['/calendar', '.empty'],
    ['/discover', '.empty, .grid'],
    ['/statistics', '.kpi'],
    ['/import', '.drop'],
    ['/export', '.boxes'],
    ['/admin', '.empty'],
    ['/account', '.lines'],
  ])
    await visit(path, sign)
  await page.locator('body').press('?')
  await page.getByRole('dialog').waitFor()
  await look('keys')
  await page.keyboard.press('Escape')
  assert.deepEqual(found, [])

  // The other language is a choice of the account, and follows it.
  const stored = page.waitForResponse(
    (response) => response.url().endsWith('/preferences') && response.request().method() === 'PUT',
  )
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()
  await stored
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Account' }).waitFor()
})
