// What a year of watching comes to. No DOM.
export interface Streak {
  from: string
  to: string
  days: number
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** The most days in a row with something seen, the first of several; null without any. */
export function longestStreak(days: Readonly<Record<string, number>>): Streak | null {
  const streaks: Streak[] = []
  for (const day of Object.keys(days)
    .filter((one) => days[one])
    .sort()) {
    const last = streaks.at(-1)
    if (last && dayAfter(last.to) === day) Object.assign(last, { to: day, days: last.days + 1 })
    else streaks.push({ from: day, to: day, days: 1 })
  }
  return streaks.reduce<Streak | null>((best, one) => (best && best.days >= one.days ? best : one), null)
}

/** The day with the most; the first of several. */
export function busiest(days: Readonly<Record<string, number>>): [day: string, count: number] | null {
  const [first, ...rest] = Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1))
  return first ? rest.reduce((most, one) => (one[1] > most[1] ? one : most), first) : null
}

/** Titles by how often they were watched, the most watched first; those of once are left out. */
export function mostWatched<T extends { id: string }>(
  plays: readonly { title: T }[],
  most: number,
): { title: T; count: number }[] {
  const counted = new Map<string, { title: T; count: number }>()
  for (const { title } of plays) {
    const one = counted.get(title.id) ?? { title, count: 0 }
    one.count++
    counted.set(title.id, one)
  }
  return [...counted.values()]
    .filter((one) => one.count > 1)
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
}
