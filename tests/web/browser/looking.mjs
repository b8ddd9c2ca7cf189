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

/** What a finger misses: controls of less than 44 pixels where one taps. Links within a sentence, and halves of stars, are as large as they can be. */
function tooSmall() {
  const LEAST = 43.5
  const all = [...document.querySelectorAll('a[href], button:not(:disabled), input, select, summary, textarea')]
  const top = document.querySelector('dialog[open], :popover-open')
  const isThere = (one) =>
    one.checkVisibility({ visibilityProperty: true }) && !one.closest('.vh, .skip') && (top?.contains(one) ?? true)
  const isInSentence = (one) =>
    one.matches('a') && [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && /\w{3}/.test(node.data))
  const hasTwin = (one) => one.matches('a[tabindex="-1"]') || one.closest('article')?.querySelector('a .poster')
  const sizes = (one) => {
    one.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
    const { x, y, width, height } = one.getBoundingClientRect()
    const label = one.closest('label')
    const isHit = (dx, dy) => {
      const hit = document.elementFromPoint(x + width / 2 + dx, y + height / 2 + dy)
      return hit && (one.contains(hit) || Boolean(label?.contains(hit)))
    }
    const reach = (dx, dy) => {
      let far = 0
      while (far < 44 && isHit(dx * (far + 0.5), dy * (far + 0.5))) far += 0.5
      return far
    }
    return [reach(-1, 0) + reach(1, 0), reach(0, -1) + reach(0, 1)]
  }
  return all
    .filter((one) => isThere(one) && !isInSentence(one) && !(one.matches('a') && hasTwin(one)) && !one.closest('.rate'))
    .map((one) => [one, sizes(one)])
    .filter(([, size]) => Math.min(...size) < LEAST)
    .map(([one, size]) => `${one.localName} ${(one.ariaLabel || one.innerText || one.name).trim()} ${size.join(' × ')}`)
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
  /** What is too small or astray for a finger, and wider than the window. */
  const touchable = async (name) => {
    for (const fault of await page.evaluate(tooSmall)) found.push(`${name}: too small for a finger: ${fault}`)
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }))
    const wide = await page.evaluate(tooWide)
    if (wide.length) found.push(`${name}: wider than the window: ${wide.join(', ')}`)
  }
  const visit = async (path, sign) => {
    await page.goto(address + path)
    await page.locator(sign).first().waitFor()
    await look(path)
  }
  return { look, touchable, visit, end: () => assert.deepEqual(found, []) }
}
