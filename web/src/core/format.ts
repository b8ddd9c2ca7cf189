import { w } from '../words'

const MEBIBYTE = 1024 * 1024

export const yearOf = (title: { year?: number | null; release_date?: string | null }): string =>
  title.year ? String(title.year) : (title.release_date?.slice(0, 4) ?? '')

export function runtime(minutes: number | null | undefined): string {
  if (!minutes) return ''
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours ? w.time.hours(hours) : '', rest ? w.time.minutes(rest) : ''].filter(Boolean).join(' ')
}

export const number = (value: number): string => new Intl.NumberFormat(w.locale).format(value)
export const score = (value: number): string =>
  new Intl.NumberFormat(w.locale, { maximumFractionDigits: 1 }).format(value)

/** A size as people say it: 800 kB, 12 MB. */
export function bytes(count: number): string {
  const isLarge = count >= MEBIBYTE
  const options = { style: 'unit', unit: isLarge ? 'megabyte' : 'kilobyte', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(w.locale, options).format(Math.ceil(count / (isLarge ? MEBIBYTE : 1024)))
}

export const mean = (value: number): string =>
  new Intl.NumberFormat(w.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value)

const day = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(w.locale, options)

export const clock = (at: Date): string => day({ hour: '2-digit', minute: '2-digit' }).format(at)

/** The days between a date and today in the browser's time zone; 0 is today, 1 yesterday. */
function daysAgo(date: Date, now: Date): number {
  const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
  return Math.round((midnight(now) - midnight(date)) / 86_400_000)
}

/** A date as people say it: today, yesterday, 21 November, 21 November 2024. */
export function ago(text: string, now = new Date()): string {
  const date = new Date(text)
  const days = daysAgo(date, now)
  if (days === 0) return w.time.today
  if (days === 1) return w.time.yesterday
  const isThisYear = date.getFullYear() === now.getFullYear()
  return day({ day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) }).format(date)
}

/** When something was watched, as exactly as it is known. */
export function when(value: string | null | undefined, precision?: string): string {
  if (!value || precision === 'unknown') return w.time.unknown
  if (precision === 'year') return value.slice(0, 4)
  if (precision === 'month')
    return day({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${value.slice(0, 7)}-15`))
  if (precision === 'day' || value.length === 10) {
    return day({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(value.slice(0, 10)))
  }
  return day({ day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(value))
}

/** Today in the browser's time zone, as `2026-11-30`; earlier by some days. */
export function isoDay(daysBefore = 0, now = new Date()): string {
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBefore)
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}
