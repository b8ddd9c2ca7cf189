// A history from the file to the way back without a mouse: Tab leads to everything, and focus is never lost on the way.
import { assert, journey, registered, rest, toast } from './browser.mjs'

const [archive] = rest

await journey(async (open) => {
  const page = await open()
  await registered(page, 'ada')
  const focused = () =>
    page.evaluate(() => {
      const { tagName, ariaLabel, innerText } = document.activeElement
      return { tag: tagName, name: (ariaLabel || innerText || '').trim().replaceAll(/\s+/g, ' ') }
    })
  /** Go on with Tab to what has this name, and press a key on it. */
  const press = async (name, key = 'Enter') => {
    for (let tabs = 0; tabs < 60; tabs++) {
      await page.keyboard.press('Tab')
      const at = await focused()
      if (name instanceof RegExp ? name.test(at.name) : at.name === name) return page.keyboard.press(key)
    }
    assert.fail(`Tab does not lead to ${name}`)
  }
  const isAt = (tag, text) =>
    page.waitForFunction(
      ([of, within]) => {
        const at = document.activeElement
        return at.tagName === of && (at.ariaLabel || at.innerText).includes(within)
      },
      [tag, text],
    )
  const heading = 'Take your history over'

  await press('Your account')
  await isAt('BUTTON', 'Lists')
  for (let downs = 0; downs < 9 && (await focused()).name !== 'Import'; downs++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await isAt('H1', heading)
  const chooser = page.waitForEvent('filechooser')
  await press('Choose the file they gave you')
  await (await chooser).setFiles(archive)
  await page.getByText('letterboxd-ada.zip').waitFor()
  await press('Look into it')
  await page.getByText('21 rows, every one accounted for').waitFor({ timeout: 60_000 })
  await isAt('H1', heading)

  // One row is decided by its candidates, which say whose they are; another by what is searched for.
  await page.getByRole('group', { name: 'Which one is Nameless Reel?' }).getByText('1960 · Film').waitFor()
  await press(/1960 · Film/)
  await toast(page, 'Your choice is kept')
  await isAt('BUTTON', '1960')
  await press('Another title …')
  await page.getByRole('dialog', { name: 'Nameless Reel' }).waitFor()
  await press('', 'Control+a')
  await page.keyboard.type('film ', { delay: 40 })
  await page.keyboard.type('07', { delay: 40 })
  await page.getByRole('button', { name: 'This one: Film 07 1947' }).waitFor()
  await press('This one: Film 07 1947')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await isAt('BUTTON', 'Another title …')

  // What is decided leaves the open rows; focus goes to the next of them, and at the end to what is left.
  await page.keyboard.press('Shift+Tab') // from the last row back to the filter
  while ((await focused()).name !== 'Only open ones') await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelectorAll('.its-rows article').length === 2)
  await press('Take the first match')
  await toast(page, 'Decided')
  await page.getByText('No such rows').waitFor()
  await isAt('BUTTON', 'Only open ones')
  await page.keyboard.press('Enter')

  // What is under way is told, and so is its end; one key takes it back.
  await press('Your account', 'Escape')
  await press(/^Take over 14 rows/)
  await page.getByRole('button', { name: 'Take back', exact: true }).waitFor({ timeout: 60_000 })
  await isAt('H1', heading)
  await toast(page, 'Taken over')
  await page.getByText('Written: 12 entries, 12 viewings, 3 ratings, 2 reviews, 1 list, 1 mark').waitFor()
  await press('Take back')
  await page.getByText('Taken back: 12 entries').waitFor({ timeout: 60_000 })
  await isAt('H1', heading)
  await page.locator('.kinds').getByText('Taken back').waitFor()
  await press('Forget this import')
  await page.getByRole('dialog', { name: 'Forget this import?' }).waitFor()
  await press('Forget this import')
  await page.waitForURL('**/import')
  assert.notEqual((await focused()).tag, 'BODY')
})
