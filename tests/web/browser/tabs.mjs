// One person with two tabs open, and a bad day: what one tab does the other shows, a session that was ended is signed in
// again where one is, and what fails says so and can be tried again.
import { PASSWORD, address, assert, journey, openTitle, registered, statusIs, toast } from './browser.mjs'

await journey(async (open) => {
  const here = await open()
  await registered(here, 'ida')
  const there = await here.context().newPage()
  await there.goto(`${address}/list`)
  await there.locator('.empty').waitFor()

  await openTitle(here, 'The Wire')
  await here.getByRole('button', { name: 'Watching', exact: true }).click()
  await statusIs(here, 'Watching')
  await there.getByRole('button', { name: 'The Wire: Watching, change' }).click()
  await there.getByRole('menuitemradio', { name: 'On hold' }).click()
  await toast(there, 'On hold')
  await statusIs(here, 'On hold')

  // The session is ended elsewhere: the change waits for the password, and is made then.
  await here.evaluate(async () => {
    await fetch('/api/v1/auth/session', { method: 'DELETE', headers: { 'X-Watchkeeper-Page': '1' } })
    document.querySelector('.status .dropped').click() // before anything else finds out
  })
  const again = here.getByRole('dialog')
  await again.getByLabel('Password').fill(PASSWORD)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await toast(here, 'Dropped')
  await there.bringToFront()
  await there.getByRole('button', { name: 'The Wire: Dropped, change' }).waitFor()

  // A failure of the service has a heading, and a way on; one that says how long to wait is waited for.
  const fails =
    (status, headers = {}) =>
    (route) =>
      route.fulfill({ status, headers, json: { title: 'It broke', code: 'internal_error', request_id: 'r1' } })
  await here.bringToFront()
  await here.route('**/api/v1/statistics', fails(500))
  await here.goto(`${address}/statistics`)
  await here.getByRole('heading', { level: 1, name: 'It broke' }).waitFor()
  await here.getByText('r1').waitFor()
  await here.unroute('**/api/v1/statistics')
  await here.getByRole('button', { name: 'Try again' }).click()
  await here.locator('.kpi, .empty').first().waitFor()
  await here.route('**/api/v1/home**', fails(429, { 'Retry-After': '60' }))
  await here.goto(`${address}/`)
  await here.getByText('Next try in').waitFor()
  await here.unroute('**/api/v1/home**')
  await here.getByRole('button', { name: 'Try now' }).click()
  await here.getByText('What shall it be tonight?').waitFor()

  // What can't be stored is put back.
  await openTitle(here, 'Film 03')
  await here.route('**/api/v1/watchlist/bulk', fails(500))
  await here.getByRole('button', { name: 'Planned', exact: true }).click()
  await toast(here, 'Nothing was changed')
  await statusIs(here, null)
  await here.unroute('**/api/v1/watchlist/bulk')

  // Signing out in one tab signs out in the other.
  await there.bringToFront()
  await there.getByRole('button', { name: 'Your account' }).click()
  await there.getByRole('menuitem', { name: 'Sign out' }).click()
  await there.waitForURL('**/sign-in')
  await here.waitForURL('**/sign-in')
  assert.equal(await here.locator('.hero').count(), 0)
})
