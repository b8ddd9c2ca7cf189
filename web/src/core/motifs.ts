// The pictures on drawn posters, in 200 × 190. Numbers and their order are part of every poster: the same title must have
// the same picture for ever, so nothing here changes (tests/poster.test.ts compares a digest).

export type Shape = [tag: 'circle' | 'path' | 'rect', attributes: Record<string, string | number | undefined>]

export interface Pencil {
  r: () => number
  n: (lowest: number, highest: number) => number
  ground: string
  a: string
  b: string
  ink: string
  shapes: Shape[]
  circle: (cx: number, cy: number, radius: number, fill: string, opacity?: number) => void
  ring: (cx: number, cy: number, radius: number, stroke: string, width: number) => void
  path: (d: string, fill: string, opacity?: number) => void
  rect: (x: number, y: number, width: number, height: number, fill: string, opacity?: number) => void
}

export const MOTIFS = {
  orbit({ n, a, b, circle, ring, path }: Pencil) {
    const x = n(70, 130),
      y = n(75, 110),
      R = n(38, 54)
    for (let i = 0; i < 26; i++) circle(n(4, 196), n(4, 186), n(0.6, 1.7), b, 0.9)
    for (let i = 1; i < 4; i++) ring(x, y, R + 16 * i, i % 2 ? a : b, i === 2 ? 3 : 1.2)
    circle(x, y, R, a)
    path(`M${x - R} ${y}a${R} ${R} 0 0 0 ${2 * R} 0z`, b, 0.35)
    circle(x + R + 32, y - 6, 7, b)
  },
  hills({ n, a, b, ink, circle, path }: Pencil) {
    circle(n(50, 150), n(55, 80), n(30, 44), a)
    let y = n(95, 112)
    ;[0.45, 0.75, 1].forEach((o) => {
      path(
        `M0 ${y}C${n(30, 70)} ${y - n(18, 44)} ${n(90, 130)} ${y + n(6, 30)} 200 ${y - n(-10, 24)}V190H0z`,
        b,
        o * 0.9,
      )
      y += 27
    })
    path(`M0 ${y - 6}L60 ${y - 20}L120 ${y - 2}L200 ${y - 16}V190H0z`, ink, 0.18)
  },
  blinds({ n, ground, a, b, circle, path }: Pencil) {
    const s = 13,
      k = n(-0.18, 0.18)
    path(`M${n(20, 60)} 0L${n(120, 160)} 0L200 190L${n(-10, 40)} 190z`, a)
    for (let y = 4; y < 190; y += s) path(`M0 ${y}L200 ${y + 200 * k}V${y + 200 * k + 6.4}L0 ${y + 6.4}z`, ground)
    circle(n(80, 130), n(78, 100), 24, b)
    path(`M${n(60, 80)} 190c0-52 18-66 ${n(36, 44)}-66s40 16 42 66z`, b)
  },
  shards({ n, a, b, ink, circle, path }: Pencil) {
    for (let i = 0; i < 7; i++) {
      const x = n(-20, 190),
        w = n(18, 54)
      path(`M${x} 0L${x + w} 0L${x + w / 2 + n(-30, 30)} ${n(70, 190)}z`, i % 3 ? a : b, i % 3 ? 0.55 + 0.06 * i : 1)
    }
    circle(n(70, 130), n(100, 130), 15, ink)
    circle(100, 0, 0, ink)
  },
  quarters({ r, a, b, ink, shapes }: Pencil) {
    const c = [a, b, ink],
      q = [
        'M0 0H50V50A50 50 0 0 1 0 0',
        'M50 0V50H0A50 50 0 0 1 50 0',
        'M0 0A50 50 0 0 1 50 50H0z',
        'M25 0A25 25 0 1 1 24.9 0z',
        'M0 0H50L0 50z',
      ]
    for (let y = 0; y < 190; y += 50)
      for (let x = 0; x < 200; x += 50)
        if (r() < 0.8)
          shapes.push([
            'path',
            { d: q[Math.floor(r() * q.length)], fill: c[Math.floor(r() * 2.5)], transform: `translate(${x} ${y - 5})` },
          ])
  },
  pair({ n, a, b, ink, circle, path }: Pencil) {
    const y = n(84, 104),
      d = n(26, 36),
      R = n(46, 58)
    circle(100 - d, y, R, a)
    circle(100 + d, y, R, b, 0.88)
    path(
      `M100 ${y - Math.sqrt(R * R - d * d)}A${R} ${R} 0 0 1 100 ${y + Math.sqrt(R * R - d * d)}A${R} ${R} 0 0 1 100 ${y - Math.sqrt(R * R - d * d)}`,
      ink,
      0.92,
    )
  },
  tide({ n, a, b, shapes, circle }: Pencil) {
    circle(n(60, 140), n(48, 70), n(26, 38), a)
    for (let i = 0; i < 8; i++) {
      const y = 74 + i * 16,
        w = n(5, 13)
      shapes.push([
        'path',
        {
          d: `M-10 ${y}C40 ${y - w} 60 ${y + w} 100 ${y}S170 ${y - w} 210 ${y}`,
          fill: 'none',
          stroke: i % 3 === 1 ? a : b,
          'stroke-width': 2 + i * 0.9,
          'stroke-linecap': 'round',
        },
      ])
    }
  },
  chevrons({ n, a, b, ink, circle, path }: Pencil) {
    for (let i = 0; i < 6; i++)
      path(
        `M0 ${20 + i * 34}L100 ${-26 + i * 34}L200 ${20 + i * 34}V${36 + i * 34}L100 ${-10 + i * 34}L0 ${36 + i * 34}z`,
        i % 2 ? a : b,
        1 - i * 0.09,
      )
    circle(100, n(84, 104), 22, ink)
  },
  profile({ r, ground, a, b, shapes, circle, rect }: Pencil) {
    rect(0, 0, 200, 190, a, 0.95)
    const f = r() < 0.5 ? 'matrix(-1 0 0 1 200 0)' : undefined
    shapes.push([
      'path',
      {
        transform: f,
        fill: ground,
        d: 'M52 190C54 152 70 150 78 142C62 128 54 104 60 76C68 42 108 30 134 46C152 58 154 76 154 88L166 108C168 113 164 116 158 117C160 126 158 140 148 143C140 145 130 142 128 146C128 158 146 164 150 190z',
      },
    ])
    circle(f ? 152 : 48, 40, 17, b)
  },
  speed({ n, a, b, ink, path }: Pencil) {
    const k = n(44, 84)
    for (let i = 0; i < 9; i++) {
      const y = -20 + i * 26
      path(
        `M0 ${y + k}L200 ${y - k / 3}V${y - k / 3 + n(5, 19)}L0 ${y + k + n(5, 19)}z`,
        [a, b, a, ink][i % 4] as string,
        i % 4 === 3 ? 0.9 : 1,
      )
    }
  },
  iris({ n, ground, a, b, ink, circle, path, rect }: Pencil) {
    rect(0, 0, 200, 190, ink, 0.1)
    for (let y = 8; y < 190; y += 22) {
      rect(8, y, 12, 13, b)
      rect(180, y, 12, 13, b)
    }
    circle(100, 95, 70, a)
    circle(100, 95, n(34, 50), ground)
    path('M100 25A70 70 0 0 1 170 95H100z', b, 0.85)
  },
  arches({ n, ground, a, b, ink, circle, path }: Pencil) {
    const x = n(80, 120)
    const layers: [number, string][] = [
      [84, a],
      [66, ground],
      [48, b],
      [30, ink],
    ]
    for (const [w, colour] of layers) path(`M${x - w} 190V${100}A${w} ${w} 0 0 1 ${x + w} 100V190z`, colour)
    circle(x, 116, 9, a)
  },
  sun({ n, ground, a, b, circle, path }: Pencil) {
    const x = n(70, 130),
      y = n(90, 112)
    for (let i = 0; i < 18; i++)
      if (i % 2) {
        const t = (i * Math.PI) / 9,
          u = ((i + 1) * Math.PI) / 9
        path(
          `M${x} ${y}L${(x + 260 * Math.cos(t)).toFixed(1)} ${(y + 260 * Math.sin(t)).toFixed(1)}L${(x + 260 * Math.cos(u)).toFixed(1)} ${(y + 260 * Math.sin(u)).toFixed(1)}z`,
          b,
          0.42,
        )
      }
    circle(x, y, 45, a)
    circle(x, y, 31, ground, 0.16)
  },
}

export type Motif = keyof typeof MOTIFS
