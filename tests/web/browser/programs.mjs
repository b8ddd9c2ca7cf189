// A media server is added and what it sends appears; what was not recognised is resolved. Then a webhook.
import { assert, journey, registered, toast } from './browser.mjs'

await journey(async (open) => {
  const page = await open()
  await registered(page, 'edith')
  const button = (name) => page.getByRole('button', { name, exact: true })

  await page.goto(new URL('/servers', page.url()).href)
  await button('Add a media server').click()
  await page.getByLabel('What you call it').fill('Living room')
  await page.getByLabel('Your user name on that server').fill('edith')
  await button('Add').click()
  const address = await page.locator('.once input').inputValue()
  for (const user of ['edith', 'mira']) {
    const { status } = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(stopped(user)),
    })
    assert.equal(status, 202)
  }
  await page.getByRole('link', { name: 'To the messages' }).click()
  const resolve = page.getByRole('button', { name: /^Say what it is: Blade Runner/ })
  while (!(await resolve.count())) {
    await button('Look again').click()
    await page.waitForTimeout(300)
  }
  await page.getByText('nobody said who this user is').waitFor()
  await resolve.click()
  await page.getByRole('button', { name: /^This one: Blade Runner/ }).click()
  await toast(page, 'Marked as seen')
  await page.locator('.message a.pill').waitFor()
  await page.reload()
  await page.getByRole('group', { name: 'mira' }).getByRole('button', { name: 'Somebody else' }).click()
  await toast(page, 'Saved')
  await page.getByText('Delete this server').click()
  await button('Delete').click()
  await page.getByRole('heading', { name: 'No media server yet' }).waitFor()

  await page.goto(new URL('/webhooks', page.url()).href)
  await button('New webhook').click()
  await page.getByLabel('Address').fill('https://example.com/watched')
  await button('Add').click()
  assert.match(await page.locator('.once input').inputValue(), /^whsec_/)
  await page.getByRole('link', { name: 'https://example.com/watched' }).click()
  await page.getByRole('heading', { name: 'Nothing was sent yet' }).waitFor()
  await button('Switch off').click()
  await button('Switch on').waitFor()
  await button('Give it a new secret').click()
  assert.match(await page.locator('.once input').inputValue(), /^whsec_/)
  await page.getByText('Delete this webhook').click()
  await button('Delete').click()
  await page.getByRole('heading', { name: 'No webhook yet' }).waitFor()
})

/** What Jellyfin sends when a film has been played, without an id that anybody knows. */
function stopped(user) {
  return {
    NotificationType: 'PlaybackStop',
    NotificationUsername: user,
    ItemType: 'Movie',
    ItemId: '1',
    Name: 'Blade Runner',
    Year: 1982,
    PlayedToCompletion: true,
    ServerId: 's',
  }
}
