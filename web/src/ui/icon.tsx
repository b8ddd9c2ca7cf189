// Strokes on 24 × 24. One path each, so that nothing is parsed as HTML.
const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`

const PATHS = {
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  search: `${circle(11, 11, 6.5)}M16 16l4.5 4.5`,
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
  lists: 'M4 7h10M4 12h10M4 17h6M18 11v8m-4-4h8',
  stats: 'M5 20v-7M12 20V5M19 20v-11',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  compass: `${circle(12, 12, 8.5)}M15 9l-1.7 4.3L9 15l1.7-4.3z`,
  watching: 'M8 5.5v13l11-6.5z',
  planned: 'M6.5 4h11v16L12 15.8 6.5 20z',
  completed: 'm4.5 12.5 5 5 10-11',
  on_hold: 'M8.500 6v12M15.500 6v12',
  dropped: 'm6.5 6.5 11 11m0-11-11 11',
  close: 'm6.5 6.5 11 11m0-11-11 11',
  plus: 'M12 5v14M5 12h14',
  down: 'm6 9.5 6 6 6-6',
  up: 'm6 14.5 6-6 6 6',
  filter: 'M4 7h16M7 12h10M10 17h4',
  grid: 'M4 4h6.5v6.5H4zM13.500 4H20v6.500h-6.500zM4 13.500h6.500V20H4zM13.500 13.500H20V20h-6.500z',
  rows: 'M4 5h16v5H4zM4 14h16v5H4z',
  dice: 'M5 5h14v14H5zM9 9h.01M15 15h.01M15 9h.01M9 15h.01',
  eye: `M3 12s3.400-6 9-6 9 6 9 6-3.400 6-9 6-9-6-9-6z${circle(12, 12, 2.6)}`,
  pen: 'm5 19 1-4L16.500 4.500l3 3L9 18z',
  cal: 'M5 6h14v14H5zM5 10h14M9 3.500V7M15 3.500V7',
  upload: 'M12 16V5m-5 5 5-5 5 5M5 19.500h14',
  download: 'M12 5v11m-5-5 5 5 5-5M5 19.500h14',
  undo: 'M8 5 4 9l4 4M4.500 9H14a5 5 0 0 1 0 10h-4',
  warn: 'M12 4.500 21 20H3zM12 10v4.500M12 17.300v.01',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5',
  user: `${circle(12, 8.5, 3.8)}M4.500 20c.8-4 3.600-6 7.500-6s6.700 2 7.500 6`,
  shield: 'M12 3.500 19 6v6c0 4.500-3 7.500-7 8.800C8 19.500 5 16.500 5 12V6z',
  star: 'm12 3.200 2.700 5.700 6.200.8-4.600 4.300 1.200 6.200L12 17.200l-5.500 3 1.200-6.200L3.100 9.700l6.200-.8z',
  heart:
    'M12 20s-7.500-4.600-7.500-10A4.200 4.200 0 0 1 12 7.500 4.200 4.200 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.700-5.700L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.700 5.700L12 17',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  grip: 'M5 8h14M5 12h14M5 16h14',
  out: 'M14 5H5v14h9M10 12h10m-4-4 4 4-4 4',
} as const

export type IconName = keyof typeof PATHS

const THICK: ReadonlySet<string> = new Set(['more'])

export function Icon({ name, fill = name === 'watching' }: { name: IconName; fill?: boolean }) {
  return (
    <svg class={fill ? 'i fill' : 'i'} aria-hidden="true" viewBox="0 0 24 24">
      <path d={PATHS[name]} stroke-width={THICK.has(name) ? 3 : undefined} />
    </svg>
  )
}
