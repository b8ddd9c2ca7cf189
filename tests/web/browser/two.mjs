// One person in two browsers: what is rated in one is seen in the other as soon as that is looked at; where both change
// the same, the person chooses.
import { PASSWORD, address, journey, openTitle, registered, statusIs, toast } from './browser.mjs'

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

  // Changed in both, before one has heard of the other: theirs and mine.
  await there.route('**/api/v1/changes?*', (route) => route.abort())
  await here.locator('.status .dropped').click()
  await toast(here, 'Dropped')
  await there.locator('.status .on_hold').click()
  const choice = there.getByRole('dialog', { name: 'Blade Runner was changed elsewhere' })
  await choice.getByRole('button', { name: 'Leave it: Dropped' }).click()
  await statusIs(there, 'Dropped')
  await here.locator('.rate label').nth(8).click()
  await toast(here, 'rated 5')
  await there.locator('.rate label').nth(2).click()
  await choice.getByRole('button', { name: 'Take mine: rated 2' }).click()
  await toast(there, 'rated 2')
  await here.evaluate(() => dispatchEvent(new Event('focus')))
  await here.locator('.rate output', { hasText: '2' }).waitFor()

  // A list is put in order by key, one step after the other; the other browser takes it back, the last step first.
  await here.evaluate(async () => {
    const send = async (path, body) =>
      (
        await fetch(`/api/v1${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-Watchkeeper-Page': '1' },
          body: JSON.stringify(body),
        })
      ).json()
    const { id } = await send('/lists', { name: 'Rain' })
    for (const name of ['Film 01', 'Film 02', 'Film 03']) {
      const { items } = await (await fetch(`/api/v1/titles?q=${encodeURIComponent(name)}`)).json()
      await send(`/lists/${id}/items`, { title_id: items[0].id })
    }
  })
  await here.goto(`${address}/lists`)
  await here.getByRole('link', { name: 'Rain' }).click()
  const inOrder = async (page, ...names) =>
    page.waitForFunction(
      (all) => [...document.querySelectorAll('.item .tt')].map((one) => one.textContent).join() === all,
      names.join(),
    )
  await inOrder(here, 'Film 01', 'Film 02', 'Film 03')
  await here.locator('.item .tt', { hasText: 'Film 01' }).focus()
  await here.keyboard.press('Alt+ArrowDown')
  await here.keyboard.press('Alt+ArrowDown')
  await toast(here, 'Film 01 is number 3 now')
  await here.reload()
  await inOrder(here, 'Film 02', 'Film 03', 'Film 01')
  await there.unroute('**/api/v1/changes?*')
  for (const order of [
    ['Film 02', 'Film 01', 'Film 03'],
    ['Film 01', 'Film 02', 'Film 03'],
  ]) {
    await there.goto(`${address}/activity`)
    await there
      .getByRole('button', { name: /^Undo: .*Rain/ })
      .first()
      .click()
    await toast(there, 'Taken back')
    await here.reload()
    await inOrder(here, ...order)
  }
})
