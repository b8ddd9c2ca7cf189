// One person in two browsers: what is rated in one is seen in the other as soon as that is looked at.
import { PASSWORD, address, journey, openTitle, registered, toast } from './browser.mjs'

await journey(async (open) => {
  const here = await open()
  await registered(here, 'ada')
  const there = await open()
  await there.goto(`${address}/sign-in`)
  await there.getByLabel('User name').fill('ada')
  await there.getByLabel('Password').fill(PASSWORD)
  await there.getByRole('button', { name: 'Sign in' }).click()
  await there.getByRole('heading', { level: 1, name: /ada/ }).waitFor()
  await openTitle(there, 'Blade Runner')
  await there.locator('.rate').waitFor()
  await there.waitForResponse((response) => response.url().includes('/changes?'))

  await openTitle(here, 'Blade Runner')
  await here.locator('.rate label').nth(6).click()
  await toast(here, 'Completed, rated 4')
  await there.evaluate(() => dispatchEvent(new Event('focus')))
  await there.locator('.rate output', { hasText: '4' }).waitFor()
  await there.locator('.status [aria-pressed=true]', { hasText: 'Completed' }).waitFor()
})
