import { useState } from 'preact/hooks'
import { isoDay } from '../core/format'
import { w } from '../words'
import { Form } from './form'

const WHEN = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/

/** Stands for the day on which each episode aired. */
export const AIRED = 'air_date'

interface Props {
  /** A day, or `AIRED`. */
  released?: string | null
  chosen?: string | null
  /** Null: not known. */
  save: (day: string | null) => Promise<void>
}

/** When something was watched: usual days by one tap, else a day, a month or a year as text. */
export function WhenForm({ released, chosen, save }: Props) {
  const [text, setText] = useState(chosen ?? isoDay())
  const chips: [string, string][] = [
    [w.when.today, isoDay()],
    [w.when.yesterday, isoDay(1)],
  ]
  if (released === AIRED) chips.push([w.viewing.dayAired, AIRED])
  else if (released && released <= isoDay()) chips.push([w.when.release, released])
  const send = async () => {
    const day = text.trim()
    if (day && day !== AIRED && !WHEN.test(day)) throw new Error(w.when.wrong)
    await save(day || null)
  }
  return (
    <Form send={send} submit={w.when.save}>
      <div class="row wrap">
        {chips.map(([label, day]) => (
          <button key={label} type="button" class="chip" aria-pressed={text === day} onClick={() => setText(day)}>
            {label}
          </button>
        ))}
        <button type="button" class="chip" aria-pressed={text === ''} onClick={() => setText('')}>
          {w.when.unknown}
        </button>
      </div>
      <label class="field">
        <span>{w.when.other}</span>
        <input
          class="t"
          placeholder={w.when.hint}
          value={text === AIRED ? '' : text}
          maxLength={10}
          inputmode="numeric"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
    </Form>
  )
}
