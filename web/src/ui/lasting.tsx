import { ago } from '../core/format'
import { w } from '../words'

const DAYS = [7, 30, 90, 365] as const

/** How long something lasts that can be made without an end. */
export const Lasting = () => (
  <label class="field">
    <span>{w.account.lasting}</span>
    <select class="t" name="days">
      <option value="">{w.account.noEnd}</option>
      {DAYS.map((days) => (
        <option key={days} value={days}>
          {w.account.days(days)}
        </option>
      ))}
    </select>
  </label>
)

/** The instant at which what is chosen ends; null for no end. */
export const endAfter = (days: string | undefined): string | null =>
  days ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : null

/** Until when something lasts, or that it is over. */
export function untilWhen(end: string | null): string {
  if (end === null) return ''
  return new Date(end) > new Date() ? w.account.until(ago(end)) : w.account.expired
}
