import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { mean, score as shown } from '../core/format'
import { w } from '../words'
import { Icon } from './icon'
import type { Choice } from './menu'

const SCORES = [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
const PAUSE = 600

/** Nine native radios. Arrow keys fire at once, so the last choice counts, after a pause. */
export function Rating(props: {
  value: number | null
  legend?: string
  choose: (score: number) => void
  clear?: () => void
  /** Small, and whole stars alone. */
  isSmall?: boolean
}) {
  const name = useId()
  const [chosen, setChosen] = useState(props.value)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const pending = useRef<number | null>(null)
  const choose = useRef(props.choose)
  choose.current = props.choose

  const scores = props.isSmall ? SCORES.filter(Number.isInteger) : SCORES
  const flush = () => {
    clearTimeout(timer.current)
    const score = pending.current
    pending.current = null
    if (score !== null) choose.current(score)
  }
  useEffect(() => {
    if (pending.current === null) setChosen(props.value)
  }, [props.value])
  useEffect(() => flush, [])
  const pick = (score: number) => {
    setChosen(score)
    pending.current = score
    clearTimeout(timer.current)
    timer.current = setTimeout(flush, PAUSE)
  }
  return (
    <fieldset class={props.isSmall ? 'rate small' : 'rate'}>
      <legend class="vh">{props.legend ?? w.title.yourRating}</legend>
      <span class="stars">
        {scores.map((score) => (
          <label key={score} class={props.isSmall || score === 1 ? 'w' : Number.isInteger(score) ? 'r' : 'l'}>
            <input type="radio" name={name} value={score} checked={chosen === score} onChange={() => pick(score)} />
            <span class="vh">{w.title.ofFive(shown(score))}</span>
            <Icon name="star" fill />
          </label>
        ))}
      </span>
      <output>{chosen === null ? '' : shown(chosen)}</output>
      {props.clear && chosen !== null && (
        <button type="button" class="btn bare sq sm" aria-label={w.title.clearRating} onClick={props.clear}>
          <Icon name="close" />
        </button>
      )}
    </fieldset>
  )
}

/** A score, or the mean of many, which always has its decimal. */
export const Score = ({ value, isMean = false }: { value: number; isMean?: boolean }) => (
  <span class="score">
    <Icon name="star" fill />
    <span class="vh">{w.common.rated('')}</span>
    {isMean ? mean(value) : shown(value)}
  </span>
)

/** The scores as choices of a menu, the best first. */
export const scoreChoices = (pick: (score: number) => void, now?: number | null): Choice[] =>
  SCORES.toReversed().map((score) => ({
    label: w.list.rateWith(score),
    ...(now === undefined ? {} : { isChosen: now === score }),
    pick: () => pick(score),
  }))
