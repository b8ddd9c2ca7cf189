// What axe finds on a screen, and whether the screen is wider than its window.
import { readFileSync } from 'node:fs'
import { address, assert } from './browser.mjs'

const axe = readFileSync(new URL('../../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Which elements make the page wider than the window, the outermost first; none when it fits. */
function tooWide() {
  if (document.documentElement.scrollWidth <= innerWidth) return []
  const reaching = [...document.querySelectorAll('body *')].filter(
    (one) => one.getBoundingClientRect().right > innerWidth + 0.5,
  )
  return reaching
    .filter((one) => one instanceof HTMLElement)
    .slice(0, 9)
    .map((one) => `${one.localName}.${one.className}`)
}

/** Icons that are drawn elsewhere than in their button or link. */
function strayIcons() {
  const isOutside = (icon, of) => {
    const [a, b] = [icon.getBoundingClientRect(), of.getBoundingClientRect()]
    return a.width > 0 && b.width > 0 && (a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom)
  }
  const icons = [...document.querySelectorAll('button svg.i, a svg.i')]
  return icons
    .filter((one) => isOutside(one, one.closest('button, a')))
    .map((one) => one.closest('button, a').outerHTML.slice(0, 80))
}

/** Texts that are cut although hardly a word of them is to be seen. */
function squeezed() {
  const isCut = (one) => one.clientWidth > 0 && one.clientWidth < 60 && one.scrollWidth > one.clientWidth + 1
  const texts = [...document.querySelectorAll('main *')].filter(
    (one) => getComputedStyle(one).textOverflow === 'ellipsis',
  )
  return texts
    .filter(isCut)
    .slice(0, 4)
    .map((one) => `${one.localName}.${one.className} ${one.textContent}`)
}

/** Opens screens and looks at them; `end` fails with everything that was found. Axe runs text as script: the page is opened with `bypassCSP`. */
export function looking(page) {
  const found = []
  const look = async (name) => {
    await page.waitForFunction(() => !document.querySelector('.is-loading')) // pale until it has been read anew
    await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)))
    await page.evaluate(axe)
    const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS)
    for (const { id, nodes } of violations)
      found.push(`${name}: ${id} at ${nodes.map((node) => node.target.join(' ')).slice(0, 4)}`)
    const wide = await page.evaluate(tooWide)
    if (wide.length) found.push(`${name}: wider than the window: ${wide.join(', ')}`)
    for (const fault of [...(await page.evaluate(strayIcons)), ...(await page.evaluate(squeezed))])
      found.push(`${name}: icon astray or text without room: ${fault}`)
  }
  const visit = async (path, sign) => {
    await page.goto(address + path)
    await page.locator(sign).first().waitFor()
    await look(path)
  }
  return { look, visit, end: () => assert.deepEqual(found, []) }
}
