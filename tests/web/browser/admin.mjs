// An administrator with a phone 360 pixels wide, by keyboard: every screen, accounts, titles to confirm and to merge.
import { address, assert, journey, rest, toast } from './browser.mjs'
import { looking } from './looking.mjs'

const [password] = rest

await journey(async (open) => {
  const page = await open({ viewport: { width: 360, height: 740 }, bypassCSP: true, reducedMotion: 'reduce' })
  const { look, visit, end } = looking(page)
  /** Go to what has this name with the Tab key, as somebody without a mouse does, and press a key on it. */
  const press = async (name, key = 'Enter') => {
    const isThere = () =>
      page.evaluate(
        (text) => (document.activeElement?.ariaLabel || document.activeElement?.innerText || '').trim() === text,
        name,
      )
    for (let tabs = 0; tabs < 60; tabs++) {
      await page.keyboard.press('Tab')
      if (await isThere()) return page.keyboard.press(key)
    }
    assert.fail(`Tab does not lead to ${name}`)
  }
  const choose = async (name) => {
    const choice = page.getByRole('menuitem', { name })
    await choice.waitFor()
    for (let downs = 0; downs < 9 && !(await choice.evaluate((one) => one === document.activeElement)); downs++)
      await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }

  await page.goto(`${address}/sign-in`)
  await page.getByLabel('User name').fill('keeper')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /keeper/ }).waitFor()
  await visit('/admin', '.accounts')
  for (const [part, sign] of [
    ['invitations', '.empty'],
    ['genres', '.two-columns li'],
    ['platforms', '.empty, .lines'],
    ['audit', '.lines, .empty, table'],
    ['titles', '.item'],
  ])
    await visit(`/admin/${part}`, sign)

  // Titles that people brought along: one for everybody, the other into one that exists.
  await page.locator('.item', { hasText: 'Film 08' }).waitFor()
  await press('Merge into another')
  const merged = (await page.getByRole('dialog').getAttribute('aria-label')).replace('Merge into another: ', '')
  const confirmed = merged === 'Film 07' ? 'Film 08' : 'Film 07'
  await look('dialog of merging')
  await page.getByLabel('Into which title?').fill('Film 01')
  await page.getByRole('button', { name: 'Merge into another: Film 01 1941' }).waitFor()
  await press('Merge into another: Film 01 1941')
  await toast(page, 'Merged')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.locator('.item', { hasText: merged }).waitFor({ state: 'detached' })
  await page.locator('.item', { hasText: confirmed }).waitFor()
  await press('Confirm')
  await page.getByRole('dialog').waitFor()
  await look('dialog of confirming')
  await press('Confirm')
  await toast(page, 'everybody finds it now')
  await page.getByText('Nothing to confirm').waitFor()

  // An account is made, made an administrator, disabled and deleted.
  await page.goto(`${address}/admin`)
  await page.locator('.accounts tbody tr').first().waitFor()
  await press('New account')
  await look('dialog of a new account')
  await page.getByLabel('User name').fill('mira')
  await page.getByLabel('E-mail', { exact: true }).fill('mira@example.com')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.locator('.accounts tbody tr', { hasText: 'mira' }).waitFor()
  await press('More for mira')
  await look('menu of an account')
  await choose('Link for a new password')
  await page.getByRole('dialog').waitFor()
  await look('dialog of a link')
  await page.keyboard.press('Escape')
  await press('More for mira')
  await choose('Make an admin')
  await toast(page, 'Saved')
  await page.locator('.accounts tbody tr', { hasText: 'mira' }).getByText('Admin', { exact: true }).first().waitFor()
  await press('More for mira')
  await choose('Disable')
  await page.locator('.accounts tbody tr', { hasText: 'mira' }).getByText('Disabled').first().waitFor()
  await look('a disabled account')
  await press('More for mira')
  await choose('Delete the account')
  await page.getByRole('dialog').waitFor()
  await look('dialog of deleting')
  await press('Delete the account')
  await page.locator('.accounts tbody tr', { hasText: 'mira' }).waitFor({ state: 'detached' })

  // A genre is added and renamed, an invitation made and taken back.
  await page.goto(`${address}/admin/genres`)
  await page.locator('.two-columns li').first().waitFor()
  await press('Add')
  await page.getByLabel('Name').fill('Noir')
  await page.keyboard.press('Enter')
  await page.locator('.two-columns li', { hasText: 'Noir' }).waitFor()
  await press('More for Noir')
  await choose('Rename')
  await page.getByRole('textbox', { name: 'Name' }).fill('Film noir')
  await page.keyboard.press('Enter')
  await page.locator('.two-columns li', { hasText: 'Film noir' }).waitFor()
  await page.goto(`${address}/admin/invitations`)
  await page.getByText('No invitations').waitFor()
  await press('New invitation')
  await page.getByRole('dialog').waitFor()
  await page.getByLabel('How many accounts').press('Enter')
  await page.locator('.once').waitFor()
  await look('an invitation')
  await press('Delete')
  await page.getByRole('dialog').waitFor()
  await press('Delete')
  await page.getByText('No invitations').waitFor()
  await visit('/admin/audit', '.audit, .lines')
  end()
})
