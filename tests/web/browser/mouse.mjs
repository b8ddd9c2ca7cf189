// A person who is new here: finds a film, rates it, takes it back, marks episodes, tidies up the list, and leaves.
import { address, assert, journey, openTitle, registered, statusIs, toast } from './browser.mjs'

await journey(async (open) => {
  const page = await open()
  await page.goto(address)
  await page.waitForURL('**/sign-in**')
  const missing = []
  page.on('response', (response) => response.status() === 404 && missing.push(response.url()))
  await registered(page, 'ada')
  await page.getByText('Nothing on the go yet').waitFor()
  await page.getByText('Plan some titles').waitFor()
  assert.deepEqual(missing, [])

  // Search as you type leads to the film; nobody has to ask for the end of it.
  await page.getByRole('combobox').fill('blade')
  await page.getByRole('option', { name: /Blade Runner/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Blade Runner' }).waitFor()
  await page.getByText('Gives away the ending').waitFor()
  assert.equal((await page.content()).includes('He is one himself'), false)
  await page.getByRole('button', { name: /Show this review/ }).click()
  await page.getByText('He is one himself').waitFor()

  // A status and its undo; then a rating, which completes the film.
  await page.getByRole('button', { name: 'Planned', exact: true }).click()
  await toast(page, 'Planned')
  await statusIs(page, 'Planned')
  await page.getByRole('button', { name: 'Undo' }).click()
  await toast(page, 'Taken back')
  await statusIs(page, null)
  await page.locator('.rate label').nth(7).click()
  await toast(page, 'Completed, rated 4.5')
  await statusIs(page, 'Completed')

  // What is being watched was seen by whoever rates it.
  await openTitle(page, 'Film 03')
  await page.getByRole('button', { name: 'Watching', exact: true }).click()
  await toast(page, 'Film 03: Watching')
  await page.locator('.rate label').nth(5).click()
  await toast(page, 'Completed, rated 3.5')
  await statusIs(page, 'Completed')

  // A date, a note and a review are taken back, too.
  const undone = async (text) => {
    await toast(page, text)
    await page.getByRole('button', { name: 'Undo' }).click()
    await toast(page, 'Taken back')
  }
  await page.getByRole('button', { name: 'Add a note' }).click()
  await page.getByLabel('Note').fill('With popcorn')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.note', { hasText: 'With popcorn' }).waitFor()
  await undone('Your note is saved')
  await page.locator('.note', { hasText: 'only you see' }).waitFor()
  await page.locator('.seen button').click()
  await page.getByLabel('Or a day').fill('2019')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.seen button', { hasText: '2019' }).waitFor({ state: 'attached' })
  await page.keyboard.press('Escape')
  await undone('The date is saved')
  await page.locator('.seen button', { hasText: '2019' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Write yours' }).click()
  await page.getByLabel('What you thought of it').fill('Good rain.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Good rain.').waitFor()
  await undone('Your review is saved')
  await page.getByText('Good rain.').waitFor({ state: 'detached' })
  await page.locator('.rate output', { hasText: '3.5' }).waitFor()

  // Completed on another day than today, which its page shows at once.
  await openTitle(page, 'Film 04')
  await page.locator('.status .completed').click()
  await page.locator('.toast').getByRole('button', { name: 'Another day' }).click()
  await page.getByLabel('Or a day').fill('2019')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.seen button', { hasText: '2019' }).waitFor()

  // Episodes: one tap each, and all up to one.
  await openTitle(page, 'The Wire')
  await page.getByRole('button', { name: 'Watching', exact: true }).click()
  await statusIs(page, 'Watching')
  await page.getByRole('button', { name: 'Part 1: seen' }).click()
  await page.getByText('1 of 5 seen').waitFor()
  await page.getByRole('button', { name: 'More for Part 3' }).click()
  await page.getByRole('menuitem', { name: 'Seen up to here' }).click()
  await page.getByText('3 of 5 seen').waitFor()
  // When one was seen stands beside it, and is changed in place.
  await page.getByRole('button', { name: 'Part 2: When you saw it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /20/ }).first().click()
  await page.getByRole('button', { name: 'Day of release' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await toast(page, 'The date is saved')
  await page.keyboard.press('Escape')
  await page.locator('.episodes li', { hasText: 'Seen 2 June 2002' }).waitFor()
  await page.getByRole('link', { name: 'Home' }).first().click()
  await page.getByRole('button', { name: 'Seen S1 E4' }).click()
  await page.getByRole('button', { name: 'Seen S1 E5' }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Seen S1 E4' }).waitFor()

  // The list of everything is as it was left after the way back.
  await page.getByRole('link', { name: 'Browse' }).first().click()
  await page.locator('.card').first().waitFor()
  await page.mouse.wheel(0, 1500)
  await page.waitForFunction(() => scrollY > 1000)
  await page.waitForTimeout(200)
  const [left, shown] = await page.evaluate(() => {
    const isWhole = (link) =>
      link.getBoundingClientRect().top > 150 && link.getBoundingClientRect().bottom < innerHeight - 50
    return [scrollY, [...document.querySelectorAll('.card a')].find(isWhole).getAttribute('href')]
  })
  await page.locator(`.card a[href="${shown}"]`).first().click() // one in sight: a click on another would scroll to it
  await page.locator('.hero').waitFor()
  await page.goBack()
  await page.waitForFunction((before) => Math.abs(scrollY - before) < 3, left)

  // Many at once, and back.
  await page.getByRole('link', { name: 'My list' }).first().click()
  await page.locator('.entry-row').nth(1).waitFor()
  await page.getByRole('checkbox', { name: 'Select The Wire' }).check()
  await page.getByRole('checkbox', { name: 'Select Blade Runner' }).check()
  await page.getByRole('toolbar').getByRole('button', { name: 'Remove 2' }).click()
  await toast(page, '2 titles off your list')
  await page.getByRole('button', { name: 'Undo' }).click()
  await toast(page, 'Taken back')
  await page.getByRole('button', { name: 'Blade Runner: Completed, change' }).waitFor()

  // A list, and its link in the browser of a stranger.
  await openTitle(page, 'Blade Runner')
  await page.getByRole('button', { name: 'Add to a list' }).click()
  await page.getByLabel('Name').fill('Rain')
  await page.getByRole('button', { name: 'Save' }).click()
  await toast(page, 'Added to Rain')
  for (const name of ['Film 01', 'Film 02']) {
    await openTitle(page, name)
    await page.getByRole('button', { name: 'Add to a list' }).click()
    await page.getByRole('dialog').getByText('Rain').click()
    await toast(page, 'Added to Rain')
  }
  await page.goto(`${address}/lists`)
  await page.getByRole('link', { name: 'Rain' }).click()
  // Its order by dragging: the last one to the top.
  const names = () => page.locator('.item .tt').allInnerTexts()
  await page.locator('.item').nth(2).waitFor()
  const [first, last] = [
    await page.locator('.grip').first().boundingBox(),
    await page.locator('.grip').last().boundingBox(),
  ]
  await page.mouse.move(last.x + 10, last.y + 20)
  await page.mouse.down()
  await page.mouse.move(first.x + 10, first.y - 10, { steps: 8 })
  await page.waitForTimeout(200)
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/drag.png` })
  await page.mouse.up()
  await toast(page, 'is number 1 now')
  assert.equal((await names())[0], 'Film 02')
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('button', { name: 'Create a link' }).click()
  const link = await page.locator('.once input').inputValue()
  await page.keyboard.press('Escape')
  const stranger = await open()
  await stranger.goto(link)
  await stranger.getByText('A list by ada').waitFor()
  await stranger.locator('.card', { hasText: 'Blade Runner' }).waitFor()

  // What the page was closed over can still be taken back: then the stranger sees nothing.
  await page.goto(`${address}/activity`)
  await page.getByRole('button', { name: 'Undo: Rain has a link now' }).click()
  await toast(page, 'Taken back')
  await stranger.reload()
  await stranger.getByText('no longer').or(stranger.locator('.empty')).first().waitFor()

  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
})
