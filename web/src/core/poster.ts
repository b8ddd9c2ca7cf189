// A poster drawn from a title's facts: the same facts give the same poster, on every machine, for ever.
import { MOTIFS, type Motif, type Pencil, type Shape } from './motifs'

export interface Facts {
  title: string
  year?: string
  genres?: readonly string[]
  kind?: string
}

export interface Poster {
  seed: number
  motif: Motif
  ground: string
  a: string
  b: string
  ink: string
  top: boolean
  upper: boolean
  size: number
  shapes: Shape[]
}

const PALETTES: readonly (readonly [string, string, string, string])[] = [
  // ground, first shape, second shape, ink (ink on ground: at least 4.5 to 1, checked by check.mjs)
  ['#15233f', '#f6a823', '#e6e1d6', '#fdf6e9'],
  ['#2a2b3d', '#e8434f', '#8f9bb3', '#f2f3f7'],
  ['#1f4a4f', '#e9c46a', '#5fb3a1', '#fff8e7'],
  ['#3b1d3c', '#f0625d', '#ffd866', '#fff1e4'],
  ['#e9dfca', '#b9482f', '#2a4650', '#1e333b'],
  ['#f0c04c', '#c83f52', '#2b2440', '#241d38'],
  ['#0d3b49', '#79cfdc', '#f3d25c', '#f3fbfc'],
  ['#5a0f3d', '#f98b2b', '#f2c9a0', '#fff1e0'],
  ['#d7e1da', '#386641', '#b8454a', '#1c2b22'],
  ['#1c1926', '#b9e85c', '#7462d8', '#f3f1ff'],
  ['#a63a2a', '#f6cf86', '#2a1518', '#fff5e6'],
  ['#dfd8ea', '#5b47b0', '#e0763f', '#251b4d'],
]

const MOTIF: Record<string, Motif> = {
  'Science Fiction': 'orbit',
  Western: 'hills',
  Adventure: 'hills',
  Noir: 'blinds',
  Crime: 'blinds',
  Mystery: 'blinds',
  Spy: 'blinds',
  Horror: 'shards',
  Thriller: 'shards',
  Slasher: 'shards',
  Comedy: 'quarters',
  Family: 'quarters',
  Animation: 'quarters',
  Romance: 'pair',
  Musical: 'pair',
  Drama: 'tide',
  War: 'chevrons',
  History: 'chevrons',
  Biography: 'profile',
  Action: 'speed',
  Superhero: 'speed',
  Sports: 'speed',
  Silent: 'iris',
  Short: 'iris',
  Fantasy: 'arches',
  Supernatural: 'arches',
  Documentary: 'tide',
}

const ORDER = Object.keys(MOTIF)
  .filter((genre) => genre !== 'Drama')
  .concat('Drama')
const ALL = [...new Set(Object.values(MOTIF))]
const OF_ANIME: readonly Motif[] = ['sun', 'arches', 'quarters', 'speed']

function seedOf(text: string): number {
  let h = 2166136261
  for (const c of text.normalize('NFC')) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619)
  h ^= h >>> 15
  return Math.imul(h, 2246822519) >>> 0
}

function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const pick = <T>(from: readonly T[], r: () => number): T => from[Math.floor(r() * from.length)] as T

/** Facts to a description: plain data, so that tests compare it without a browser. */
export function describe({ title, year = '', genres = [], kind = 'movie' }: Facts): Poster {
  const seed = seedOf(`${kind}|${title}|${year}`)
  const r = random(seed)
  const genre = ORDER.find((name) => genres.includes(name))
  const motif = kind === 'anime' ? pick(OF_ANIME, r) : genre ? (MOTIF[genre] as Motif) : pick(ALL, r)
  const [ground, a, b, ink] = pick(PALETTES, r)
  const top = r() < 0.42
  const shapes: Shape[] = []
  const pencil: Pencil = {
    r,
    n: (lowest, highest) => lowest + r() * (highest - lowest),
    ground,
    a,
    b,
    ink,
    shapes,
    circle: (cx, cy, radius, fill, opacity) => shapes.push(['circle', { cx, cy, r: radius, fill, opacity }]),
    ring: (cx, cy, radius, stroke, width) =>
      shapes.push(['circle', { cx, cy, r: radius, fill: 'none', stroke, 'stroke-width': width }]),
    path: (d, fill, opacity) => shapes.push(['path', { d, fill, opacity }]),
    rect: (x, y, width, height, fill, opacity) => shapes.push(['rect', { x, y, width, height, fill, opacity }]),
  }
  MOTIFS[motif](pencil)
  const upper = title.length < 24 && !/[a-z][A-Z]/.test(title)
  return { seed, motif, ground, a, b, ink, top, upper, size: sizeOf(title, upper), shapes: shapes.map(rounded) }
}

/** Scripts whose letters are as wide as high, and which break lines between any two of them. */
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/

const widthOf = (word: string): number =>
  [...word].reduce(
    (sum, c) => sum + (WIDE.test(c) ? 2 : /[WM@]/i.test(c) ? 1.42 : /[ij1'.,:!]/i.test(c) ? 0.62 : 1.02),
    0,
  )

const SMALLEST = 7.5
/** Letters of a title that is one word. */
const LONGEST = 110

/** The largest letters, in hundredths of the poster's width, in which the title fits. */
function sizeOf(title: string, upper: boolean): number {
  const em = upper ? 0.535 : 0.47
  const words = wordsOf(title)
  let size = 25
  while (size > SMALLEST && !fits(words, size, em)) size -= 0.5
  return size
}

const wordsOf = (title: string): string[] => (WIDE.test(title) ? [...title] : title.split(/\s+/))

/** What of a title fits on its poster in the smallest letters: nearly always all of it. */
export function nameOn({ size, upper }: Pick<Poster, 'size' | 'upper'>, title: string): string {
  if (size > SMALLEST) return title
  const em = upper ? 0.535 : 0.47
  const words = wordsOf(title)
  const glue = WIDE.test(title) ? '' : ' '
  let count = words.length
  while (count > 1 && !fits(words.slice(0, count), size, em)) count--
  const name = words.slice(0, count).join(glue)
  const isCut = count < words.length || name.length > LONGEST
  return isCut ? `${count > 1 ? name : name.slice(0, LONGEST)}…` : title
}

function fits(words: readonly string[], size: number, em: number): boolean {
  const per = 86 / (em * size)
  let lines = 1
  let at = 0
  for (const word of words) {
    const width = widthOf(word)
    if (width > per) return false
    if (at && at + 0.6 + width > per) {
      lines++
      at = width
    } else at += (at ? 0.6 : 0) + width
  }
  return lines * size * 0.98 < 43
}

function rounded([tag, attributes]: Shape): Shape {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return [
    tag,
    Object.fromEntries(given.map(([name, value]) => [name, typeof value === 'number' ? +value.toFixed(2) : value])),
  ]
}
