// An administrator looks for new episodes of a show: they stand there at once. Where the provider fails, that is told.
import { address, assert, journey, registered, rest, toast } from './browser.mjs'

const [password, show, provider] = rest

await journey(async (open) => {
  const page = await open()
  await page.goto(`${address}/sign-in`)
  await page.getByLabel('User name').fill('keeper')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /keeper/ }).waitFor()
  await page.goto(`${address}/titles/${show}`)
  const look = page.getByRole('button', { name: 'Look for new episodes' })
  const last = page.getByText('The 10. of season 1')
  if (provider === 'has one more') {
    await page.getByText('The 9. of season 1').waitFor()
    assert.equal(await last.count(), 0)
    await look.press('Enter')
    await toast(page, '1 episode added')
    await last.waitFor()
    return
  }
  if (provider === 'fails') {
    await look.press('Enter')
    await page.locator('.toast.error', { hasText: 'provider' }).waitFor()
    await look.waitFor()
    await page.getByText('The catalogue has no episodes of it yet.').waitFor()
    return
  }
  await page.getByText('The catalogue has no episodes of it yet.').waitFor()
  await look.press('Enter')
  await toast(page, '11 episodes added')
  await page.getByText('The 1. of season 1').first().waitFor()
  assert.equal(await page.getByText('The catalogue has no episodes of it yet.').count(), 0)
  await look.waitFor() // focus stays on it
  assert.ok(await look.evaluate((button) => button === document.activeElement))
  await look.press('Enter')
  await toast(page, 'Nothing new')

  // Who is no administrator sees the episodes, and no such button.
  const other = await open()
  await registered(other, 'grace')
  await other.goto(`${address}/titles/${show}`)
  await other.getByText('The 1. of season 1').first().waitFor()
  assert.equal(await other.getByRole('button', { name: 'Look for new episodes' }).count(), 0)
})
