// What the scripts share: a browser that fails at what the page must never do.
import assert from 'node:assert/strict'
import { chromium } from '../../../web/node_modules/playwright-core/index.mjs'

export { assert }
export const [address, executablePath, ...rest] = process.argv.slice(2)
export const PASSWORD = 'correct horse battery staple'

const faults = []

/** Run a journey; afterwards no script may have failed, nothing been blocked by the policy, nothing asked of other hosts. */
export async function journey(walk) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  try {
    await walk((options) => opened(browser, options))
    assert.deepEqual(faults, [])
  } catch (error) {
    await tellMore(browser)
    throw error
  } finally {
    await browser.close()
  }
}

/** What was to be seen when it failed: as text, and as a picture where SCREENSHOTS names a folder. */
async function tellMore(browser) {
  for (const [at, page] of browser
    .contexts()
    .flatMap((context) => context.pages())
    .entries()) {
    console.error(page.url(), await page.locator('body').innerText(), faults)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/failed-${at}.png` })
  }
}

/** What is shown for eight seconds stays for 25, less than a click waits: a machine under load must not miss it. */
function longer() {
  const after = window.setTimeout
  window.setTimeout = (act, ms, ...more) => after(act, ms === 8000 ? 25_000 : ms, ...more)
}

async function opened(browser, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 860 }, ...options })
  context.setDefaultTimeout(30_000)
  await context.addInitScript(longer)
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on(
    'console',
    (message) => /Content Security Policy|TrustedHTML|Trusted Type/.test(message.text()) && faults.push(message.text()),
  )
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) faults.push(`asked ${request.url()}`)
  })
  return page
}

export async function registered(page, name) {
  await page.goto(`${address}/register`)
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('E-mail').fill(`${name}@example.com`)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
}

export const toast = (page, text) => page.locator('.toast', { hasText: text }).waitFor()

/** Waits until the pressed status of a title's page is this one; none for null. */
export async function statusIs(page, status) {
  const pressed = page.locator('.status [aria-pressed=true]')
  if (status === null) await page.waitForFunction(() => !document.querySelector('.status [aria-pressed=true]'))
  else await pressed.filter({ hasText: status }).waitFor()
}

export async function openTitle(page, name) {
  await page.goto(`${address}/browse?q=${encodeURIComponent(name)}`)
  await page.locator('.card a', { hasText: name }).first().click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}
