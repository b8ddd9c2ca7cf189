import { isoDay } from '../../core/format'
import { longestStreak } from '../../core/year'
import { w } from '../../words'
import { Plot } from './plots'

const WEEKS = 53
const SIZE = 11
const HEAD = 12

/** The last day with something seen, or today: the calendar ends in its week. */
const lastOf = (days: Record<string, number>) => Object.keys(days).sort().at(-1) ?? isoDay()

/** The Monday of the first whole week of a month: its name stands above. */
const isNewMonth = ({ at, day }: { at: number; day: string }) => at % 7 === 0 && Number(day.slice(8)) <= 7

/** The latest days first, where the window is too narrow for a year. */
const toEnd = (box: HTMLElement | null) => {
  if (box) box.scrollLeft = box.scrollWidth
}

/** A year of days, darker the more was seen; the figures are in the texts of the squares. */
export function Days({ days, undated }: { days: Record<string, number>; undated: number }) {
  const last = new Date(`${lastOf(days)}T12:00:00`)
  const monday = new Date(last)
  monday.setDate(last.getDate() - ((last.getDay() + 6) % 7) - 7 * (WEEKS - 1))
  const squares = Array.from({ length: WEEKS * 7 }, (_, at) => {
    const date = new Date(monday)
    date.setDate(monday.getDate() + at)
    return { at, day: isoDay(0, date) }
  }).filter(({ day }) => day <= isoDay(0, last))
  const month = new Intl.DateTimeFormat(w.locale, { month: 'short' })
  const run = longestStreak(days)?.days ?? 0
  const label = [run > 1 && w.viewing.longestRun(run), undated > 0 && w.statistics.undated(undated)]
    .filter(Boolean)
    .join(' · ')
  return (
    <Plot title={w.statistics.days} label={label}>
      <div ref={toEnd} class="cw" tabIndex={0} role="group" aria-label={w.statistics.days}>
        <svg
          class="cal"
          viewBox={`0 0 ${WEEKS * SIZE} ${HEAD + 7 * SIZE}`}
          role="img"
          aria-label={w.statistics.sumOfDays(Object.keys(days).length)}
        >
          {squares.filter(isNewMonth).map(({ at, day }) => (
            <text key={`month ${day}`} x={Math.floor(at / 7) * SIZE} y="8">
              {month.format(new Date(`${day}T12:00:00`))}
            </text>
          ))}
          {squares.map(({ at, day }) => (
            <rect
              key={day}
              class={`d${Math.min(3, days[day] ?? 0)}`}
              x={Math.floor(at / 7) * SIZE}
              y={HEAD + (at % 7) * SIZE}
              width="9"
              height="9"
              rx="2"
            >
              <title>{w.statistics.dayOf(days[day] ?? 0, day)}</title>
            </rect>
          ))}
        </svg>
      </div>
    </Plot>
  )
}
