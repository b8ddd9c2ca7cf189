import { Icon } from '../../ui/icon'
import { w } from '../../words'

/** How far an import is: the file, a look at it, taken over. */
export function Steps({ at }: { at: number }) {
  const { file, look, done } = w.imports.steps
  return (
    <ol class="plain row push steps-of" aria-label={w.viewing.steps}>
      {[file, look, done].map((label, step) => (
        <li key={label} class={step === at ? 'pill here' : 'pill'} aria-current={step === at ? 'step' : undefined}>
          {step < at ? <Icon name="completed" /> : step + 1} {label}
        </li>
      ))}
    </ol>
  )
}
